import Basics

/// A validation within an epoch.
public struct ValidationCheck: Sendable, Equatable {
  /// The epoch that was under way, from 1.
  public var epoch: Int
  /// Updates of the weights since the run began.
  public var globalStep: Int
  /// Loss and metrics over the validation split.
  public var values: MetricValues

  /// Creates a record.
  public init(epoch: Int, globalStep: Int, values: MetricValues) {
    self.epoch = epoch
    self.globalStep = globalStep
    self.values = values
  }

  /// The record for a checkpoint.
  var state: JSONValue {
    ["epoch": .int(epoch), "global_step": .int(globalStep), "values": values.json]
  }

  /// Reads what `state` gave; nil when it is no record.
  init?(state: JSONValue) {
    guard let epoch = state["epoch"]?.int, let step = state["global_step"]?.int,
      let values = state["values"].flatMap(MetricValues.init(json:))
    else { return nil }
    self.init(epoch: epoch, globalStep: step, values: values)
  }
}
