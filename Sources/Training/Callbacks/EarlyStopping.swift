import Basics

/// Ends training when a monitored value has stopped improving.
///
/// With the strategy `patience` training ends after the epoch in which the value has not improved on the best by more
/// than `minDelta` for `patience` epochs in a row; with `plateau` after `plateauPatience` epochs in a row in each of
/// which it differs from the epoch before by less than `plateauThreshold`. An undefined value is no improvement and no
/// change. Another strategy is a callback of one's own that calls `CallbackContext.requestStop`.
public struct EarlyStopping: Callback, Sendable, Equatable {
  /// What counts as standing still.
  public enum Strategy: String, Sendable, CaseIterable {
    /// No improvement on the best.
    case patience
    /// No change to speak of from epoch to epoch.
    case plateau
  }

  /// When to stop.
  public struct Options: Sendable, Equatable {
    /// Epochs without improvement after which training ends; 0 turns early stopping off, whatever the strategy.
    public var patience = 10
    /// What counts as an improvement, at least 0.
    public var minDelta = 0.001
    /// The watched metric, with its split.
    public var monitor = "val_loss"
    /// Which way is better; nil: what the trainer's metric measures says.
    public var direction: MetricOptions.Direction?
    /// What counts as standing still.
    public var strategy = Strategy.patience
    /// The epoch before whose end training is never stopped.
    public var minEpochs = 0
    /// What the first value must improve on to count; nil: it always counts.
    public var baseline: Double?
    /// With the strategy plateau: epochs in a row that hardly change the value, at least 1.
    public var plateauPatience = 10
    /// With the strategy plateau: what is less than this is hardly a change; above 0.
    public var plateauThreshold = 1e-4

    /// Creates the default options.
    public init() {}
  }

  /// What warnings and checkpoints call it.
  public let name = "early stopping"
  /// When to stop.
  public let options: Options
  /// The best value so far; the baseline before there is one.
  public private(set) var best: Double?
  /// Epochs in a row without improvement.
  public private(set) var epochsWithoutImprovement = 0
  /// Epochs in a row without a change to speak of.
  public private(set) var epochsWithoutChange = 0
  private var previous: Double?
  private var epochs = 0

  /// Creates the policy at the start of a run.
  public init(options: Options) {
    self.options = options
    best = options.baseline
  }

  /// Takes note of an epoch's value, and says whether training ends here.
  public mutating func shouldStop(after value: Double?) -> Bool {
    epochs += 1
    let value = value.flatMap { $0.isNaN ? nil : $0 }
    count(value)
    guard options.patience > 0, epochs >= options.minEpochs else { return false }
    return switch options.strategy {
    case .patience: epochsWithoutImprovement >= options.patience
    case .plateau: epochsWithoutChange >= options.plateauPatience
    }
  }

  private mutating func count(_ value: Double?) {
    let direction = options.direction ?? .customary(for: options.monitor)
    if let value,
      best.map({ direction.isBetter(value, than: $0, margin: options.minDelta) }) ?? true
    {
      best = value
      epochsWithoutImprovement = 0
    } else {
      epochsWithoutImprovement += 1
    }
    // The first defined value is a change from nothing.
    let isChange = value.map { value in
      previous.map { abs(value - $0) >= options.plateauThreshold } ?? true
    }
    epochsWithoutChange = isChange ?? false ? 0 : epochsWithoutChange + 1
    previous = value ?? previous
  }

  public mutating func epochEnded(_ context: inout CallbackContext) {
    guard shouldStop(after: context.metric(options.monitor)) else { return }
    switch options.strategy {
    case .patience:
      context.requestStop(.noImprovement(monitor: options.monitor, epochs: options.patience))
    case .plateau:
      context.requestStop(
        reason: "\(options.monitor) changed by less than \(options.plateauThreshold) in "
          + "\(options.plateauPatience) epochs in a row")
    }
  }

  public var state: JSONValue {
    [
      "best": JSONValue(best), "epochs_without_improvement": .int(epochsWithoutImprovement),
      "epochs_without_change": .int(epochsWithoutChange), "previous": JSONValue(previous),
      "epochs": .int(epochs),
    ]
  }

  public mutating func restore(_ state: JSONValue) -> Bool {
    guard let count = state["epochs_without_improvement"]?.int,
      let flat = state["epochs_without_change"]?.int, let epochs = state["epochs"]?.int
    else { return false }
    epochsWithoutImprovement = count
    epochsWithoutChange = flat
    self.epochs = epochs
    best = state["best"]?.double
    previous = state["previous"]?.double
    return true
  }
}
