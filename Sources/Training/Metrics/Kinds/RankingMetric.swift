/// The area under the ROC curve, or the average precision, of each class against the rest.
///
/// With two classes the second is the positive one. A class without positives or, for the ROC curve, without
/// negatives has no score and takes part in no average.
struct RankingMetric: Metric {
  /// What is measured.
  enum Score {
    case areaUnderROC
    case averagePrecision

    func callAsFunction(_ ranked: RankedScores) -> Double? {
      switch self {
      case .areaUnderROC: ranked.areaUnderROC()
      case .averagePrecision: ranked.averagePrecision()
      }
    }
  }

  let name: String
  let score: Score
  let choice: ClassScoreMetric.Choice

  var contents: EpochContents { .logits }

  func values(of predictions: EpochPredictions) -> MetricValues {
    switch choice {
    case .one(let label):
      return MetricValues(name, value(of: label, predictions))
    case .average(let average):
      return MetricValues(name, value(average, predictions))
    case .each:
      return MetricValues()
    }
  }

  func details(of predictions: EpochPredictions) -> MetricValues {
    var values = MetricValues()
    guard case .each = choice else { return values }
    for item in predictions.classes {
      values["\(name)_class_\(item.label)"] = value(of: item.label, predictions)
    }
    return values
  }

  private func value(of label: Int, _ predictions: EpochPredictions) -> Double? {
    let rows = predictions.oneAgainstRest(label)
    return score(RankedScores(scores: rows.scores, positives: rows.positives))
  }

  private func value(_ average: ScoreAverage, _ predictions: EpochPredictions) -> Double? {
    if case .classes(2, unknown: nil) = predictions.form { return value(of: 1, predictions) }
    let labels = predictions.classes.map(\.label)
    switch average {
    case .micro:
      var all: (scores: [Double], positives: [Bool]) = ([], [])
      for label in labels {
        let rows = predictions.oneAgainstRest(label)
        all.scores += rows.scores
        all.positives += rows.positives
      }
      return score(RankedScores(scores: all.scores, positives: all.positives))
    case .macro, .weighted:
      var sum = 0.0
      var weights = 0.0
      for item in predictions.classes {
        guard let value = value(of: item.label, predictions) else { continue }
        let weight = average == .macro ? 1 : Double(item.counts.support)
        sum += weight * value
        weights += weight
      }
      return weights > 0 ? sum / weights : nil
    }
  }
}
