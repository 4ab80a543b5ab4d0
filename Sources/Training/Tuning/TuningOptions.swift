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
  /// The most bytes that a training step may take; nil: most of what the machine or its container has left.
  public var memoryBudget: Int?

  /// Creates the default options.
  public init() {}
}

extension TuningOptions {
  /// `auto_lr` and `auto_batch_size` of `[Training]`, and the keys of `[Tuning]`.
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Training", name: "auto_lr", kind: .boolean, default: "false",
      summary: "look for a learning rate first, as [Tuning] says"),
    DeclaredKey(
      section: "Training", name: "auto_batch_size", kind: .boolean, default: "false",
      summary: "look for the largest batch that fits into memory first, as [Tuning] says"),
    key("min_lr", .real(.above(0)), "1e-07", "auto_lr: the lowest rate tried"),
    key("max_lr", .real(.above(0)), "1", "auto_lr: the highest rate tried"),
    key("num_training", .integer(2...100_000), "100", "auto_lr: the steps of the test"),
    key(
      "mode", .words("exponential", "linear"), "exponential",
      "auto_lr: how rates grow from step to step"),
    key(
      "early_stop_threshold", .word("none", or: .real(.above(1))), "4",
      "auto_lr: end the test when the smoothed loss is that many times the best"),
    key(
      "batch_mode", .words("power", "binsearch"), "power",
      "auto_batch_size: double as long as it fits; binsearch: then bisect"),
    key("init_val", .integer(atLeast: 1), "16", "auto_batch_size: the first size tried"),
    key("steps_per_trial", .integer(1...1000), "3", "auto_batch_size: real steps for each size"),
    key("max_trials", .integer(1...1000), "25", "auto_batch_size: sizes tried at most"),
    key(
      "memory_budget", .word("auto", or: .integer(1...1 << 40)), "auto",
      "auto_batch_size: MiB that a step may take; auto: four fifths of what is left beside the images"
    ),
  ]

  private static func key(
    _ name: String, _ kind: KeyKind, _ defaultText: String, _ summary: String
  ) -> DeclaredKey {
    DeclaredKey(
      section: "Tuning", name: name, kind: kind, default: defaultText, summary: summary)
  }
}
