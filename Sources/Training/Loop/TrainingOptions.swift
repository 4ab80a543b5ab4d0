import Layers

/// How a model is trained, apart from its optimizer.
public struct TrainingOptions: Sendable, Equatable {
  /// Images a step, at least 1.
  public var batchSize = 32
  /// The number of epochs after which training ends at the latest, at least 1.
  public var epochs = 100
  /// The seed of initial weights, order, augmentation and dropout.
  public var seed: UInt64 = 42
  /// Every how many epochs a checkpoint is kept; 0 for none.
  public var checkpointInterval = 10
  /// How many of those checkpoints are kept, the newest ones; 0 keeps all.
  public var keptCheckpoints = 3
  /// The largest global norm of the gradient of a step; nil leaves gradients as they are.
  public var gradientClipNorm: Double?
  /// Every how many steps a row goes to `steps.csv`.
  public var loggedStepInterval = 10
  /// Whether tables (`metrics.csv`, `steps.csv`) are written.
  public var writesTables = true
  /// When training ends before its last epoch.
  public var earlyStopping = EarlyStopping.Options()
  /// What the learning rate's schedule watches, with its split; nil when it watches nothing.
  public var scheduleMonitor: String?
  /// What is measured, and what "best" means.
  public var metrics = MetricOptions()
  /// The number of steps in a row with a loss or gradient that is not finite after which training fails.
  public var maxBadSteps = 10
  /// How steps are computed.
  public var execution = ExecutionOptions()
  /// Every how many epochs callbacks are shown the gradients of its last batch; 0: never.
  public var shownGradientInterval = 0
  /// How many batches make one update of the weights, as if they were one batch; at least 1.
  public var accumulatedBatches = 1
  /// The decay of the moving average of the weights, which is then what is scored and saved; nil: the weights themselves.
  public var averageDecay: Double?
  /// How strongly images are blended with others by mixup; nil: not at all.
  public var mixupAlpha: Double?
  /// How often there is a validation.
  public var validationInterval = ValidationInterval.fraction(1)
  /// The first so many epochs train the head only.
  public var freezeEpochs = 0
  /// What learning rates are multiplied by once the whole network is trained, above 0.
  public var unfrozenRateFactor = 1.0
  /// Whether the best weights are what is evaluated at the end, not the last ones.
  public var restoresBestWeights = true
  /// How many batches of each split are tried out instead of training; nil: none.
  public var triedBatches: Int?
  /// Train and validate on the same few batches of the training split; 0: on the splits.
  public var overfitBatches = 0

  /// Creates the default options.
  public init() {}
}
