import Training

/// Predictions with what a reference says of them.
struct MetricGolden {
  /// How the outputs are to be understood.
  enum Kind {
    case classes
    case labels
    case zones
  }

  let kind: Kind
  /// Classes or labels.
  let width: Int
  /// Row-major; with zones a row for each zone of each sample.
  let logits: [Float]
  /// A class for each row, or 0 or 1 for each output.
  let truth: [Int32]
  /// By the names of the metrics; nil where a score is undefined.
  let expected: KeyValuePairs<String, Double?>

  var task: PredictionTask {
    let names = (0..<width).map(String.init)
    return switch kind {
    case .classes: .classification(classes: names)
    case .labels: .multilabel(labels: names)
    case .zones: .zones(zones: ["right", "left"], classes: names, unknownClass: 4)
    }
  }

  /// Takes note of the rows of some samples.
  func add(samples range: Range<Int>, to metrics: inout MetricCollection) {
    let rows = kind == .zones ? range.lowerBound * 2..<range.upperBound * 2 : range
    let part = Array(logits[rows.lowerBound * width..<rows.upperBound * width])
    if kind == .labels {
      let targets = truth[rows.lowerBound * width..<rows.upperBound * width].map(Float.init)
      metrics.add(logits: part, labels: [], targets: targets)
    } else {
      metrics.add(logits: part, labels: Array(truth[rows]), targets: [])
    }
  }

  /// The number of samples.
  var sampleCount: Int { logits.count / width / (kind == .zones ? 2 : 1) }
}
