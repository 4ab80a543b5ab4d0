import Basics

/// The scores of a task in which each of several labels is present or absent on its own.
///
/// A label counts as predicted when its probability exceeds one half, that is, when its logit exceeds 0. Accuracy is
/// the share of right decisions; averages run over the labels that occur in the truth or in the prediction.
public struct MultilabelMetrics: EpochMetrics {
  /// For each label: rows absent, present; columns predicted absent, predicted present.
  public private(set) var confusions: [ConfusionMatrix]
  private let options: MetricOptions

  /// Creates an empty collection.
  public init(labelCount: Int, options: MetricOptions) {
    confusions = Array(repeating: ConfusionMatrix(classCount: 2), count: labelCount)
    self.options = options
  }

  public mutating func add(logits: [Float], labels: [Int32], targets: [Float]) {
    for (index, target) in targets.enumerated() {
      confusions[index % confusions.count].add(
        truth: target > 0.5 ? 1 : 0, prediction: logits[index] > 0 ? 1 : 0)
    }
  }

  public var values: MetricValues {
    let labels = confusions.map { $0.counts(of: 1) }
    let total = confusions.reduce(0) { $0 + $1.total }
    let hits = confusions.reduce(0) {
      $0 + $1[truth: 0, prediction: 0] + $1[truth: 1, prediction: 1]
    }
    let report = ScoreReport(options: options)
    let accuracy = total == 0 ? nil : Double(hits) / Double(total)
    return report.values(of: labels, accuracy: accuracy).merging(report.perClass(labels))
  }

  public var state: JSONValue {
    .array(confusions.map(\.json))
  }

  public mutating func restore(_ state: JSONValue) -> Bool {
    let matrices = state.array?.compactMap { ConfusionMatrix(classCount: 2, json: $0) }
    guard let matrices, matrices.count == confusions.count else { return false }
    confusions = matrices
    return true
  }
}
