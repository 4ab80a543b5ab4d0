import Basics

extension TrainingOptions {
  /// The keys of `[Training]`, `[Callbacks]`, `[Logging]` and `[Output]`.
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Training", name: "batch_size", kind: .integer(atLeast: 1), default: "32",
      summary: "images a step"),
    DeclaredKey(
      section: "Training", name: "learning_rate", kind: .real(.above(0)), default: "0.001",
      summary: "the initial learning rate",
      aliases: [KeyAlias(section: "Optimization", name: "learning_rate")]),
    DeclaredKey(
      section: "Training", name: "n_epochs", kind: .integer(atLeast: 1), default: "100",
      summary: "epochs after which training ends at the latest"),
    DeclaredKey(
      section: "Training", name: "device", kind: .words("auto", "cpu", "cuda"), default: "auto",
      summary: "where to compute; auto takes the best there is"),
    DeclaredKey(
      section: "Training", name: "num_workers",
      kind: .word("auto", or: .integer(1...256)), default: "auto",
      summary: "threads that decode images in the background"),
    DeclaredKey(
      section: "Training", name: "threads", kind: .word("auto", or: .integer(1...1024)),
      default: "auto", summary: "compute threads; auto: the cores this process may use"),
    DeclaredKey(
      section: "Training", name: "seed", kind: .integer(0...Int.max), default: "42",
      summary: "the seed of initial weights, order, augmentation and dropout"),
    DeclaredKey(
      section: "Training", name: "compile", kind: .boolean, default: "true",
      summary: "use fused operations; false: simple ones, with the same results within rounding"),
    DeclaredKey(
      section: "Training", name: "precision", kind: .words("32", "bf16-mixed"), default: "32",
      summary:
        "bf16-mixed keeps what the backward pass needs in half the memory; arithmetic stays in 32 bits"
    ),
    DeclaredKey(
      section: "Training", name: "recompute", kind: .boolean, default: "false",
      summary: "compute blocks again in the backward pass instead of keeping what is in them"),
    DeclaredKey(
      section: "Training", name: "gradient_clip_val",
      kind: .word("none", or: .real(.above(0))), default: "none",
      summary: "the largest global norm of a step's gradient"),
    DeclaredKey(
      section: "Training", name: "accumulate_grad_batches", kind: .integer(1...65_536),
      default: "1", summary: "batches that make one update of the weights, as one large batch would"
    ),
    DeclaredKey(
      section: "Training", name: "val_check_interval",
      kind: .oneOf([.integer(atLeast: 2), .real(.above(0, upTo: 1))]), default: "1.0",
      summary:
        "validate after this part of an epoch (up to 1.0) or so many updates of it (from 2), and at its "
        + "end; each may be the best, early stopping and schedules go by the last of an epoch"),
    DeclaredKey(
      section: "Training", name: "fast_dev_run",
      kind: .oneOf([.integer(atLeast: 1), .boolean]), default: "false",
      summary:
        "try everything on so many batches of train, val and test (true: 1), and keep nothing"),
    DeclaredKey(
      section: "Training", name: "overfit_batches", kind: .integer(0...1_000_000), default: "0",
      summary: "train and validate on the same so many batches of the training split; 0: off"),
    DeclaredKey(
      section: "Training", name: "ema_decay", kind: .real(.halfOpen(0, 1)), default: "0",
      summary: "score and save a moving average of the weights, with this decay; 0: off"),
    DeclaredKey(
      section: "Training", name: "mixup_alpha", kind: .real(.closed(0, 100)), default: "0",
      summary: "blend each image with another one, the share drawn from Beta(alpha, alpha); 0: off"),
    DeclaredKey(
      section: "Training", name: "freeze_epochs", kind: .integer(atLeast: 0), default: "0",
      summary: "epochs that train the head only, before the whole network is trained"),
    DeclaredKey(
      section: "Training", name: "unfreeze_learning_rate",
      kind: .word("auto", or: .real(.above(0))), default: "auto",
      summary: "the learning rate, in place of learning_rate, after freeze_epochs; auto: the same"),
    DeclaredKey(
      section: "Training", name: "max_bad_steps", kind: .integer(atLeast: 1), default: "10",
      summary: "steps in a row with a loss or gradient that is not finite before the run fails"),
    DeclaredKey(
      section: "Training", name: "checkpoint_interval", kind: .integer(atLeast: 0), default: "10",
      summary: "keep a checkpoint every so many epochs; 0: none"),
    DeclaredKey(
      section: "Optimization", name: "state_from", kind: .path,
      summary: "a checkpoint whose optimizer state a new run takes over; --fork-optimizer sets it"),
    DeclaredKey(
      section: "Callbacks", name: "restore_best_weights", kind: .boolean, default: "true",
      summary: "evaluate the best weights on the test split instead of the last ones"),
    DeclaredKey(
      section: "Callbacks", name: "keep_checkpoints", kind: .integer(atLeast: 0), default: "3",
      summary: "how many of the checkpoints made every interval are kept; 0: all"),
    DeclaredKey(
      section: "Logging", name: "csv", kind: .boolean, default: "true",
      summary: "write metrics.csv and steps.csv"),
    DeclaredKey(
      section: "Logging", name: "log_every_n_steps", kind: .integer(atLeast: 1), default: "10",
      summary: "steps between rows of steps.csv"),
    DeclaredKey(
      section: "Output", name: "models_dir", kind: .path, default: "models",
      summary: "where the newest run's models go"),
    DeclaredKey(
      section: "Output", name: "logs_dir", kind: .path, default: "logs",
      summary: "where the newest run's histories and reports go"),
    DeclaredKey(
      section: "Output", name: "runs_dir", kind: .path, default: "runs",
      summary: "where earlier runs are kept"),
  ]
}
