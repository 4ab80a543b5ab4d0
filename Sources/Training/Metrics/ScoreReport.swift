/// Writes the asked-for scores of a set of classes under their standard names.
struct ScoreReport {
  var options: MetricOptions

  /// The scores of one confusion matrix.
  ///
  /// - Parameters:
  ///   - classes: The counts of the classes that averages run over.
  ///   - accuracy: The share of right predictions; nil when there are none.
  func values(of classes: [ClassCounts], accuracy: Double?) -> MetricValues {
    var values = MetricValues()
    let average = options.average
    for family in options.families {
      switch family {
      case .accuracy:
        values["accuracy"] = accuracy
      case .precision:
        values["precision_\(average.rawValue)"] = average.average(\.precision, over: classes)
      case .recall:
        values["recall_\(average.rawValue)"] = average.average(\.recall, over: classes)
      case .f1:
        values["f1_macro"] = ScoreAverage.macro.average(\.f1, over: classes)
        values["f1_weighted"] = ScoreAverage.weighted.average(\.f1, over: classes)
        if average == .micro {
          values["f1_micro"] = ScoreAverage.micro.average(\.f1, over: classes)
        }
      case .top5Accuracy:
        break  // Not a matter of the confusion matrix.
      }
    }
    return values
  }

  /// The F1 of each class on its own: `f1_class_0`, ...; nil for classes that do not occur.
  func perClass(_ classes: [ClassCounts]) -> MetricValues {
    var values = MetricValues()
    guard options.families.contains(.f1) else { return values }
    for (label, counts) in classes.enumerated() {
      values["f1_class_\(label)"] = counts.f1
    }
    return values
  }
}
