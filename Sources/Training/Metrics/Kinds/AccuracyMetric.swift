/// The share of right answers; with labels of right decisions, with zones of graded labels.
struct AccuracyMetric: Metric {
  let name: String
  /// Above which probability a label, or the second of two classes, is predicted; nil: the more probable answer.
  let threshold: Double?

  var contents: EpochContents { threshold == nil ? [] : .logits }

  func values(of predictions: EpochPredictions) -> MetricValues {
    let hits = predictions.hits(above: threshold)
    return MetricValues(name, hits.total == 0 ? nil : Double(hits.right) / Double(hits.total))
  }
}
