import Basics

/// Ends training when a monitored value has stopped improving.
///
/// Training ends after the epoch in which the value has not improved on the best by more than `minDelta` for
/// `patience` epochs in a row. An undefined value is no improvement.
public struct EarlyStopping: Callback, Sendable, Equatable {
  public let name = "early stopping"

  /// When to stop.
  public struct Options: Sendable, Equatable {
    /// Epochs without improvement after which training ends; 0 turns early stopping off.
    public var patience = 10
    /// What counts as an improvement, at least 0.
    public var minDelta = 0.001
    /// The watched metric, with its split.
    public var monitor = "val_loss"
    /// Which way is better; nil: lower for losses, higher for scores.
    public var direction: MetricOptions.Direction?

    /// Creates the default options.
    public init() {}
  }

  /// When to stop.
  public let options: Options
  /// The best value so far.
  public private(set) var best: Double?
  /// Epochs in a row without improvement.
  public private(set) var epochsWithoutImprovement = 0

  /// Creates the policy at the start of a run.
  public init(options: Options) {
    self.options = options
  }

  /// Takes note of an epoch's value, and says whether training ends here.
  public mutating func shouldStop(after value: Double?) -> Bool {
    let direction = options.direction ?? .customary(for: options.monitor)
    if let value, !value.isNaN {
      let improved = best.map { direction.isBetter(value, than: $0, margin: options.minDelta) }
      if improved ?? true {
        best = value
        epochsWithoutImprovement = 0
        return false
      }
    }
    epochsWithoutImprovement += 1
    return options.patience > 0 && epochsWithoutImprovement >= options.patience
  }

  public mutating func epochEnded(_ context: inout CallbackContext) {
    if shouldStop(after: context.metric(options.monitor)) {
      context.requestStop(.noImprovement(monitor: options.monitor, epochs: options.patience))
    }
  }

  public var state: JSONValue {
    ["best": JSONValue(best), "epochs_without_improvement": .int(epochsWithoutImprovement)]
  }

  public mutating func restore(_ state: JSONValue) -> Bool {
    guard let count = state["epochs_without_improvement"]?.int else { return false }
    epochsWithoutImprovement = count
    best = state["best"]?.double
    return true
  }
}
