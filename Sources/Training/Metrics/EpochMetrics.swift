import Basics

/// Collects predictions over an epoch and scores all of them at its end, never batch by batch.
public protocol EpochMetrics: Sendable {
  /// Counts one batch.
  ///
  /// - Parameters:
  ///   - logits: Row-major (rows, classes); with zones a row for each zone of each sample, else one a sample.
  ///   - labels: The true class of each row; empty for multilabel tasks.
  ///   - targets: For multilabel tasks, 0 or 1 for each element of `logits`; empty otherwise.
  mutating func add(logits: [Float], labels: [Int32], targets: [Float])

  /// The scores of everything counted so far, always the same names in the same order.
  var values: MetricValues { get }

  /// The names of `values`, without computing them.
  var names: [String] { get }

  /// What was counted, for a checkpoint within an epoch.
  var state: JSONValue { get }

  /// Takes over what `state` gave; false when it does not fit.
  mutating func restore(_ state: JSONValue) -> Bool
}

/// The index of the largest value; the first of equal ones, and never a NaN unless all are.
func argmax(_ row: some RandomAccessCollection<Float>) -> Int {
  var best = 0
  var bestValue = -Float.infinity
  for (index, value) in row.enumerated() where value > bestValue {
    best = index
    bestValue = value
  }
  return best
}
