/// How often each class was predicted for each true class: `NAME_TRUTH_PREDICTION`, with zones of all labels.
struct ConfusionMetric: Metric {
  let name: String

  /// The most classes whose counts are written as single values.
  static let classLimit = 20

  func values(of predictions: EpochPredictions) -> MetricValues { MetricValues() }

  func details(of predictions: EpochPredictions) -> MetricValues {
    let confusion = predictions.confusions[0]
    var values = MetricValues()
    for truth in 0..<confusion.classCount {
      for prediction in 0..<confusion.classCount {
        values["\(name)_\(truth)_\(prediction)"] =
          Double(confusion[truth: truth, prediction: prediction])
      }
    }
    return values
  }
}
