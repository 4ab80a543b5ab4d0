import Basics

/// The loss of an epoch: the sum of weighted terms over the sum of weights, not a mean of batch means.
public struct LossSum: Sendable, Equatable {
  /// The sum of weighted terms.
  public private(set) var termSum = 0.0
  /// The sum of weights.
  public private(set) var weightSum = 0.0

  /// Creates an empty sum.
  public init() {}

  /// Adds a batch.
  public mutating func add(termSum: Double, weightSum: Double) {
    self.termSum += termSum
    self.weightSum += weightSum
  }

  /// The mean loss; nil when no weight was seen.
  public var mean: Double? {
    weightSum > 0 ? termSum / weightSum : nil
  }

  /// Both sums, exactly, for a checkpoint within an epoch.
  var state: JSONValue {
    [.double(termSum), .double(weightSum)]
  }

  /// Reads what `state` gave; nil when it is no sum.
  init?(state: JSONValue) {
    guard let terms = state[0]?.double, let weights = state[1]?.double else { return nil }
    termSum = terms
    weightSum = weights
  }
}
