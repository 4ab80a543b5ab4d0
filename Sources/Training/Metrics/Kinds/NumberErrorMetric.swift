import Glibc

/// The distance of predicted numbers from true ones: grades of zones, classes whose names are numbers, or the
/// probabilities of labels.
///
/// With zones, pairs in which either says "unknown" are left out: they have no distance.
struct NumberErrorMetric: Metric {
  /// What is measured.
  enum Score: String {
    case mse
    case mae
    case rmse
    case pearson
  }

  let name: String
  let score: Score
  /// The number that each class stands for; nil for labels, whose probability is the number.
  let numbers: [Double]?

  var contents: EpochContents { numbers == nil ? .logits : [] }

  func values(of predictions: EpochPredictions) -> MetricValues {
    let pairs =
      numbers.map {
        WeightedPairs(predictions.confusions[0], numbers: $0, without: predictions.unknown)
      }
      ?? labelPairs(predictions)
    let value: Double? =
      switch score {
      case .mse: pairs.meanSquaredError
      case .mae: pairs.meanAbsoluteError
      case .rmse: pairs.meanSquaredError.map { sqrt($0) }
      case .pearson: pairs.correlation
      }
    return MetricValues(name, value)
  }

  private func labelPairs(_ predictions: EpochPredictions) -> WeightedPairs {
    var pairs = WeightedPairs()
    for (logit, truth) in zip(predictions.logits, predictions.truths) {
      pairs.add(truth: Double(truth), prediction: Probabilities.sigmoid(logit))
    }
    return pairs
  }
}
