import Basics

/// The scores of a task with one class label a sample.
///
/// Averages run over the classes that occur in the truth or in the prediction.
public struct ClassificationMetrics: EpochMetrics {
  /// What was counted so far.
  public private(set) var confusion: ConfusionMatrix
  private var topFiveHits = 0
  private let options: MetricOptions

  /// Creates an empty collection.
  public init(classCount: Int, options: MetricOptions) {
    confusion = ConfusionMatrix(classCount: classCount)
    self.options = options
  }

  public mutating func add(logits: [Float], labels: [Int32], targets: [Float]) {
    let classCount = confusion.classCount
    for (row, label) in labels.enumerated() {
      let scores = logits[row * classCount..<(row + 1) * classCount]
      confusion.add(truth: Int(label), prediction: argmax(scores))
      let own = logits[row * classCount + Int(label)]
      if scores.count(where: { $0 > own }) < 5 {
        topFiveHits += 1
      }
    }
  }

  public var values: MetricValues {
    let classes = (0..<confusion.classCount).map { confusion.counts(of: $0) }
    let total = confusion.total
    let hits = classes.reduce(0) { $0 + $1.truePositives }
    func share(_ count: Int) -> Double? { total == 0 ? nil : Double(count) / Double(total) }
    let report = ScoreReport(options: options)
    var values = report.values(of: classes, accuracy: share(hits))
    if options.families.contains(.top5Accuracy) {
      values["top5_accuracy"] = share(topFiveHits)
    }
    return values.merging(report.perClass(classes))
  }

  public var state: JSONValue {
    ["confusion": confusion.json, "top5_hits": .int(topFiveHits)]
  }

  public mutating func restore(_ state: JSONValue) -> Bool {
    guard let hits = state["top5_hits"]?.int, let json = state["confusion"],
      let matrix = ConfusionMatrix(classCount: confusion.classCount, json: json)
    else { return false }
    confusion = matrix
    topFiveHits = hits
    return true
  }
}
