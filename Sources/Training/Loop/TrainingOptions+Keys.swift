import Basics
import Layers

extension TrainingOptions {
  /// The keys of `[Training]`, `[Callbacks]` and `[Logging]` that the loop goes by.
  public static let keys: [Key<TrainingOptions>] = [
    Key("Training", "batch_size", \.batchSize, .integer(atLeast: 1), "images a step"),
    Key(
      "Training", "n_epochs", \.epochs, .integer(atLeast: 1),
      "epochs after which training ends at the latest", whileResuming: .free),
    Key(
      "Training", "seed", \.seed, .integer(0...Int.max),
      "the seed of initial weights, order, augmentation and dropout"),
    Key(
      "Training", "compile", \.execution.fusesOperations, .boolean,
      "use fused operations; false: simple ones, with the same results within rounding"),
    Key(
      "Training", "precision", \.execution.roundsSaved, .words("32", "bf16-mixed"),
      "bf16-mixed keeps what the backward pass needs in half the memory; arithmetic stays in 32 bits",
      read: { .word($0 ? "bf16-mixed" : "32") }, write: { $0 == .word("bf16-mixed") }),
    Key(
      "Training", "recompute", \.execution.recomputesBlocks, .boolean,
      "compute blocks again in the backward pass instead of keeping what is in them",
      whileResuming: .free),
    Key(
      "Training", "gradient_clip_val", \.gradientClipNorm, none: "none", .real(.above(0)),
      "the largest global norm of a step's gradient"),
    Key(
      "Training", "accumulate_grad_batches", \.accumulatedBatches, .integer(1...65_536),
      "batches that make one update of the weights, as one large batch would"),
    Key(
      "Training", "val_check_interval", \.validationInterval,
      .oneOf([.integer(atLeast: 2), .real(.above(0, upTo: 1))]),
      "validate after this part of an epoch (up to 1.0) or so many updates of it (from 2), and at its "
        + "end; each may be the best, early stopping and schedules go by the last of an epoch"),
    Key(
      "Training", "fast_dev_run", \.triedBatches, .oneOf([.integer(atLeast: 1), .boolean]),
      "try everything on so many batches of train, val and test (true: 1), and keep nothing",
      read: { $0.map(ConfigValue.integer) ?? .boolean(false) }, write: TrainingOptions.triedBatches),
    Key(
      "Training", "overfit_batches", \.overfitBatches, .integer(0...1_000_000),
      "train and validate on the same so many batches of the training split; 0: off"),
    Key(
      "Training", "ema_decay", \.averageDecay, .real(.halfOpen(0, 1)),
      "score and save a moving average of the weights, with this decay; 0: off",
      read: { .real($0 ?? 0) }, write: TrainingOptions.positive),
    Key(
      "Training", "mixup_alpha", \.mixupAlpha, .real(.closed(0, 100)),
      "blend each image with another one, the share drawn from Beta(alpha, alpha); 0: off",
      read: { .real($0 ?? 0) }, write: TrainingOptions.positive),
    Key(
      "Training", "freeze_epochs", \.freezeEpochs, .integer(atLeast: 0),
      "epochs that train the head only, before the whole network is trained"),
    Key(
      "Training", "max_bad_steps", \.maxBadSteps, .integer(atLeast: 1),
      "steps in a row with a loss or gradient that is not finite before the run fails",
      whileResuming: .free),
    Key(
      "Training", "checkpoint_interval", \.checkpointInterval, .integer(atLeast: 0),
      "keep a checkpoint every so many epochs; 0: none", whileResuming: .free),
    Key(
      "Callbacks", "restore_best_weights", \.restoresBestWeights, .boolean,
      "evaluate the best weights on the test split instead of the last ones", whileResuming: .free),
    Key(
      "Callbacks", "keep_checkpoints", \.keptCheckpoints, .integer(atLeast: 0),
      "how many of the checkpoints made every interval are kept; 0: all", whileResuming: .free),
    Key(
      "Logging", "csv", \.writesTables, .boolean, "write metrics.csv and steps.csv",
      whileResuming: .free),
    Key(
      "Logging", "log_every_n_steps", \.loggedStepInterval, .integer(atLeast: 1),
      "steps between rows of steps.csv", whileResuming: .free),
  ]

  /// How many batches of each split are tried: a number, or 1 for `true`.
  private static func triedBatches(_ value: ConfigValue?) -> Int?? {
    switch value {
    case .integer(let count): count
    case .boolean(let flag): .some(flag ? 1 : nil)
    default: .none
    }
  }

  /// A number above 0; 0 stands for nil.
  private static func positive(_ value: ConfigValue?) -> Double?? {
    Double(configValue: value).map { $0 > 0 ? $0 : nil }
  }
}

extension ValidationInterval: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .integer(let count): self = .updates(count)
    case .real(let part): self = .fraction(part)
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .fraction(let part): .real(part)
    case .updates(let count): .integer(count)
    }
  }
}
