/// Lowers the rate when the monitored value has stopped improving; PyTorch's `ReduceLROnPlateau`.
public struct ReduceOnPlateau: LearningRateSchedule {
  /// Which way is better.
  public enum Direction: String, Hashable, Sendable {
    /// Lower values are better.
    case minimize = "min"
    /// Higher values are better.
    case maximize = "max"
  }

  /// How the threshold is meant.
  public enum ThresholdMode: String, Hashable, Sendable {
    /// As a share of the best value.
    case relative = "rel"
    /// As a difference from it.
    case absolute = "abs"
  }

  public let initialLearningRate: Double
  /// Which way is better.
  public let direction: Direction
  /// What the rate is multiplied by, below 1.
  public let factor: Double
  /// Epochs without improvement that are tolerated.
  public let patience: Int
  /// How much better a value must be to count.
  public let threshold: Double
  /// How the threshold is meant.
  public let thresholdMode: ThresholdMode
  /// Epochs after a reduction in which nothing is counted.
  public let cooldown: Int
  /// The lowest rate.
  public let minimumRate: Double
  /// The smallest reduction that is made.
  public let smallestChange: Double

  public private(set) var learningRate: Double
  private var best: Double
  private var badEpochs = 0
  private var cooldownLeft = 0
  private var epoch = 0

  /// Creates a schedule with PyTorch's defaults.
  public init(
    initialLearningRate: Double, direction: Direction = .minimize, factor: Double = 0.1,
    patience: Int = 10, threshold: Double = 1e-4, thresholdMode: ThresholdMode = .relative,
    cooldown: Int = 0, minimumRate: Double = 0, smallestChange: Double = 1e-8
  ) {
    precondition(initialLearningRate >= 0, "learning rate \(initialLearningRate)")
    precondition((0..<1).contains(factor), "ReduceOnPlateau: factor \(factor)")
    precondition(patience >= 0 && cooldown >= 0, "ReduceOnPlateau: negative epochs")
    self.initialLearningRate = initialLearningRate
    self.direction = direction
    self.factor = factor
    self.patience = patience
    self.threshold = threshold
    self.thresholdMode = thresholdMode
    self.cooldown = cooldown
    self.minimumRate = minimumRate
    self.smallestChange = smallestChange
    learningRate = initialLearningRate
    best = direction == .minimize ? .infinity : -.infinity
  }

  public mutating func prepareStep(epoch: Int, step: Int, stepsPerEpoch: Int) {}

  /// Takes note of the end of an epoch; without a value nothing is counted.
  public mutating func epochEnded(monitored value: Double?) {
    epoch += 1
    guard let value else { return }
    if isBetter(value) {
      best = value
      badEpochs = 0
    } else {
      badEpochs += 1
    }
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      badEpochs = 0
    }
    if badEpochs > patience {
      let reduced = max(learningRate * factor, minimumRate)
      if learningRate - reduced > smallestChange { learningRate = reduced }
      cooldownLeft = cooldown
      badEpochs = 0
    }
  }

  private func isBetter(_ value: Double) -> Bool {
    switch (direction, thresholdMode) {
    case (.minimize, .relative): value < best * (1 - threshold)
    case (.minimize, .absolute): value < best - threshold
    case (.maximize, .relative): value > best * (1 + threshold)
    case (.maximize, .absolute): value > best + threshold
    }
  }
}

extension ReduceOnPlateau {
  public var exportedState: [ExportedItem] {
    [
      ExportedItem("factor", .real(factor)),
      ExportedItem("default_min_lr", .real(minimumRate)),
      ExportedItem("min_lrs", .list([.real(minimumRate)])),
      ExportedItem("patience", .integer(patience)),
      ExportedItem("cooldown", .integer(cooldown)),
      ExportedItem("eps", .real(smallestChange)),
      ExportedItem("last_epoch", .integer(epoch)),
      ExportedItem("_last_lr", .list([.real(learningRate)])),
      ExportedItem("mode_worse", .real(direction == .minimize ? .infinity : -.infinity)),
      ExportedItem("mode", .text(direction.rawValue)),
      ExportedItem("threshold", .real(threshold)),
      ExportedItem("threshold_mode", .text(thresholdMode.rawValue)),
      ExportedItem("best", .real(best)),
      ExportedItem("cooldown_counter", .integer(cooldownLeft)),
      ExportedItem("num_bad_epochs", .integer(badEpochs)),
    ]
  }

  public mutating func restore(_ state: [ExportedItem]) throws(OptimizersError) {
    var restored = self
    restored.epoch = try state.count("last_epoch")
    restored.best = try state.real("best")
    restored.badEpochs = try state.count("num_bad_epochs")
    restored.cooldownLeft = try state.count("cooldown_counter")
    restored.learningRate = try state.onlyReal("_last_lr")
    guard restored.learningRate.isFinite, restored.learningRate >= 0 else {
      throw .invalidState(key: "_last_lr", expected: "a rate of at least 0")
    }
    self = restored
  }
}

extension ScheduleKind {
  /// Multiplied by `factor` when the watched value has not improved for `patience` epochs.
  public static let reduceOnPlateau = ScheduleKind(
    "reduce_lr_on_plateau", aliases: ["ReduceLROnPlateau", "plateau", "reduce_on_plateau"],
    summary: "each epoch: times factor after patience epochs without a better plateau_monitor"
  ) { options, _ -> any LearningRateSchedule in
    ReduceOnPlateau(
      initialLearningRate: options.learningRate, direction: options.plateauDirection ?? .minimize,
      factor: options.factor, patience: options.patience, threshold: options.plateauThreshold,
      thresholdMode: options.plateauThresholdMode, cooldown: options.plateauCooldown,
      minimumRate: options.minimumRate)
  }
}
