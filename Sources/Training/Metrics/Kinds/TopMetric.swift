/// The share of rows whose class is among the k most probable; equal scores are in its favour.
struct TopMetric: Metric {
  let name: String
  let count: Int

  var contents: EpochContents { .ranks }

  func values(of predictions: EpochPredictions) -> MetricValues {
    let total = predictions.ranks.reduce(0, +)
    let hits = predictions.ranks.prefix(count).reduce(0, +)
    return MetricValues(name, total == 0 ? nil : Double(hits) / Double(total))
  }
}
