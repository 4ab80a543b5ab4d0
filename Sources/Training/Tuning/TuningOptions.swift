import Basics

/// How learning rate and batch size are found before training; the section `Tuning` of a configuration.
public struct TuningOptions: Sendable, Equatable {
  /// Whether a learning rate is looked for.
  public var findsLearningRate = false
  /// Whether a batch size is looked for.
  public var findsBatchSize = false
  /// The range of rates that is tried.
  public var learningRate = LearningRateFinder.Options()
  /// How batch sizes are tried.
  public var batchSize = BatchSizeFinder.Options()
  /// The most MiB that a training step may take; nil: most of what the machine or its container has left.
  public var memoryBudgetMiB: Int?

  /// Creates the default options.
  public init() {}
}

extension TuningOptions {
  /// `auto_lr` and `auto_batch_size` of `[Training]`, and the keys of `[Tuning]`.
  public static let keys: [Key<TuningOptions>] = [
    Key(
      "Training", "auto_lr", \.findsLearningRate, .boolean,
      "look for a learning rate first, as [Tuning] says"),
    Key(
      "Training", "auto_batch_size", \.findsBatchSize, .boolean,
      "look for the largest batch that fits into memory first, as [Tuning] says"),
    Key(
      "Tuning", "min_lr", \.learningRate.lowest, .real(.above(0)), "auto_lr: the lowest rate tried"),
    Key(
      "Tuning", "max_lr", \.learningRate.highest, .real(.above(0)),
      "auto_lr: the highest rate tried"),
    Key(
      "Tuning", "num_training", \.learningRate.steps, .integer(2...100_000),
      "auto_lr: the steps of the test"),
    Key(
      "Tuning", "mode", \.learningRate.growth, .words("exponential", "linear"),
      "auto_lr: how rates grow from step to step"),
    Key(
      "Tuning", "early_stop_threshold", \.learningRate.divergence, none: "none", .real(.above(1)),
      "auto_lr: end the test when the smoothed loss is that many times the best"),
    Key(
      "Tuning", "batch_mode", \.batchSize.mode, .words("power", "binsearch"),
      "auto_batch_size: double as long as it fits; binsearch: then bisect"),
    Key(
      "Tuning", "init_val", \.batchSize.first, .integer(atLeast: 1),
      "auto_batch_size: the first size tried"),
    Key(
      "Tuning", "steps_per_trial", \.batchSize.stepsPerTrial, .integer(1...1000),
      "auto_batch_size: real steps for each size"),
    Key(
      "Tuning", "max_trials", \.batchSize.trials, .integer(1...1000),
      "auto_batch_size: sizes tried at most"),
    Key(
      "Tuning", "memory_budget", \.memoryBudgetMiB, none: "auto", .integer(1...1 << 40),
      "auto_batch_size: MiB that a step may take; auto: four fifths of what is left beside the images"
    ),
  ]
}

extension LearningRateFinder.Options.Growth: KeyConvertible {}
extension BatchSizeFinder.Options.Mode: KeyConvertible {}
