/// Precision, recall or F1 over the classes, in one average, of one class, or of each.
struct ClassScoreMetric: Metric {
  /// What is scored.
  enum Score: String {
    case precision
    case recall
    case f1

    func callAsFunction(_ counts: ClassCounts) -> Double? {
      switch self {
      case .precision: counts.precision
      case .recall: counts.recall
      case .f1: counts.f1
      }
    }
  }

  /// What becomes of the classes.
  enum Choice {
    case average(ScoreAverage)
    case one(Int)
    case each
  }

  let name: String
  let score: Score
  let choice: Choice
  let threshold: Double?

  var contents: EpochContents { threshold == nil ? [] : .logits }
  var zoneRule: ZoneRule { .mean }

  func values(of predictions: EpochPredictions) -> MetricValues {
    switch choice {
    case .average(let average):
      let classes = predictions.classes(above: threshold).map(\.counts).filter(\.occurs)
      return MetricValues(name, average.average(score.callAsFunction, over: classes))
    case .one(let label):
      return MetricValues(name, value(of: label, predictions))
    case .each:
      return MetricValues()
    }
  }

  func details(of predictions: EpochPredictions) -> MetricValues {
    var values = MetricValues()
    guard case .each = choice else { return values }
    for item in predictions.classes(above: threshold) {
      values["\(name)_class_\(item.label)"] = score(item.counts)
    }
    return values
  }

  private func value(of label: Int, _ predictions: EpochPredictions) -> Double? {
    if let threshold { return score(predictions.counts(of: label, above: threshold)) }
    return predictions.classes.first { $0.label == label }.flatMap { score($0.counts) }
  }
}

/// The F1 scores that everybody looks at: macro, weighted and of each class; with zones also of all labels pooled.
struct StandardF1: Metric {
  /// Whether the micro average is wanted too.
  let showsMicro: Bool

  var zoneRule: ZoneRule { .mean }

  func values(of predictions: EpochPredictions) -> MetricValues {
    let classes = predictions.classes.map(\.counts).filter(\.occurs)
    var values = MetricValues()
    values["f1_macro"] = ScoreAverage.macro.average(\.f1, over: classes)
    values["f1_weighted"] = ScoreAverage.weighted.average(\.f1, over: classes)
    if showsMicro { values["f1_micro"] = ScoreAverage.micro.average(\.f1, over: classes) }
    return values
  }

  func details(of predictions: EpochPredictions) -> MetricValues {
    var details = MetricValues()
    if predictions.unknown != nil {
      details["f1_macro_pooled"] = values(of: predictions)["f1_macro"]
    }
    for item in predictions.classes {
      details["f1_class_\(item.label)"] = item.counts.f1
    }
    return details
  }
}
