import Basics

/// Remembers the epoch with the first strict best of one validation metric.
public struct BestTracker: Sendable, Equatable {
  /// The metric, without its split.
  public let metric: String
  /// Which way is better.
  public let direction: MetricOptions.Direction
  /// The best value so far; nil before the first defined one.
  public private(set) var value: Double?
  /// The epoch of the best value.
  public private(set) var epoch: Int?

  /// Creates a tracker at the start of a run.
  public init(metric: String, direction: MetricOptions.Direction) {
    self.metric = metric
    self.direction = direction
  }

  /// Takes note of an epoch's value, and says whether it is the new best; NaN never is.
  public mutating func isBest(_ candidate: Double?, epoch: Int) -> Bool {
    guard let candidate, !candidate.isNaN else { return false }
    if let value, !direction.isBetter(candidate, than: value) { return false }
    value = candidate
    self.epoch = epoch
    return true
  }

  /// The best so far, for a checkpoint.
  public var state: JSONValue {
    [
      "metric": .string(metric), "value": JSONValue(value),
      "epoch": epoch.map(JSONValue.int) ?? .null,
    ]
  }

  /// Takes over what `state` gave; false when it tracks another metric.
  public mutating func restore(_ state: JSONValue) -> Bool {
    guard state["metric"]?.string == metric else { return false }
    value = state["value"]?.double
    epoch = state["epoch"]?.int
    return true
  }
}
