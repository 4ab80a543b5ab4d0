import Layers
import Optimizers
import TensorCore

/// What a callback is told at a hook, and what it may ask for.
///
/// It is a value made for one hook: changing its facts changes nothing of the run. What a hook has nothing to say about
/// is nil.
public struct CallbackContext {
  /// The name of the run, such as `exp3`.
  public var runName: String
  /// Where the run's files lie.
  public var folders: RunFolders

  /// The epoch that is under way or has just ended, from 1.
  public var epoch = 1
  /// The number of epochs asked for.
  public var epochs: Int
  /// The batch in the epoch's training or, in validation hooks, in the validation, from 1; 0 before the first.
  public var step = 0
  /// The batches of the epoch's training or, in validation hooks, of the validation.
  public var steps = 0
  /// Updates of the weights since the run began.
  public var globalStep = 0

  /// The mean loss of the batch that was just learned from; nil when it was left out.
  public var batchLoss: Double?
  /// The loss over the epoch's training so far.
  public var runningLoss: Double?
  /// The global norm of the batch's gradient, before clipping.
  public var gradientNorm: Double?
  /// Whether the validation is one within the epoch: its `epochEnded` does not follow; in `validationLoopEnded` only.
  public var isWithinEpoch = false
  /// Why the batch was left out, if it was.
  public var badStep: BadStep?
  /// The present learning rate.
  public var learningRate = 0.0
  /// Training images per second over the epoch so far.
  public var imagesPerSecond = 0.0

  /// Loss and metrics over the training split; from the end of the training loop on.
  public var trainingMetrics: MetricValues?
  /// Loss and metrics over the validation split; from the end of the validation loop on.
  public var validationMetrics: MetricValues?
  /// All that the epoch came to; from `epochEnded` on.
  public var record: EpochRecord?
  /// Whether the epoch's weights are the best so far; from `epochEnded` on.
  public var isBest = false
  /// The records of all completed epochs, this one's included from `epochEnded` on.
  public var history = TrainingHistory()

  /// The path of the checkpoint that was loaded or saved.
  public var checkpoint: String?
  /// How the session ended; in `trainingSessionEnded` only.
  public var ending: SessionEnding?
  /// The text of a warning or notice.
  public var message: String?
  /// What the message is about, such as the file of an image: for the user to see, never to be kept or sent, since it
  /// may name a patient.
  public var subject: String?
  /// The network as it is now; nil in the hooks of single batches.
  ///
  /// Who keeps it beyond the hook makes the next update copy all weights.
  public var snapshot: ModelSnapshot?
  /// The gradient of each parameter for the epoch's last update, before clipping; from `epochEnded` on.
  ///
  /// Empty unless `TrainingOptions.shownGradientInterval` asks for it.
  public var gradients: [Tensor?] = []

  /// The scalars logged at this hook, by this callback and those before it.
  public private(set) var logged = MetricValues()
  /// What `warn` was told at this hook.
  private(set) var warnings: [String] = []
  /// Why training shall end, once a callback has asked for it.
  public private(set) var stopRequest: StopReason?
  /// The callback whose turn it is.
  var caller = ""

  /// Creates the context of a run at its beginning.
  public init(runName: String, folders: RunFolders, epochs: Int) {
    self.runName = runName
    self.folders = folders
    self.epochs = epochs
  }

  /// The network's description.
  public var model: Model? { snapshot?.model }
  /// The present weights.
  public var weights: ModelState? { snapshot?.weights }
  /// The update rule with its state.
  public var optimizer: Optimizer? { snapshot?.optimizer }

  /// Asks for the end of training.
  ///
  /// Within an epoch the present batch is the last one: validation, `epochEnded` and the checkpoint follow as ever. From
  /// `epochEnded` on no other epoch begins; a request in `trainingSessionStarted` or `epochStarted` comes before
  /// anything of the epoch is trained. The first request counts.
  ///
  /// - Parameter reason: Why, for `run.json` and for people.
  public mutating func requestStop(reason: String) {
    requestStop(.requested(by: caller, reason: reason))
  }

  /// Asks for the end of training for a reason that programs know.
  public mutating func requestStop(_ reason: StopReason) {
    if stopRequest == nil { stopRequest = reason }
  }

  /// Reports something that went wrong and does not end the run; the callback's name is put before it.
  public mutating func warn(_ text: String) {
    warnings.append(caller.isEmpty ? text : "\(caller): \(text)")
  }

  /// Adds a scalar to the epoch: a column of `training_history.json`, `metrics.csv` and of whatever else shows numbers.
  ///
  /// An epoch has one value for a name, the last one logged; after `epochEnded` it belongs to the next epoch. Use
  /// letters, digits and `_ . / -`; a name that a metric has already is refused with a warning.
  ///
  /// - Parameters:
  ///   - name: The column.
  ///   - value: The scalar; nil and what is not finite are undefined.
  public mutating func log(_ name: String, _ value: Double?) {
    logged[name] = value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// Fills in what a completed epoch came to.
  mutating func show(_ record: EpochRecord, isBest: Bool, steps: Int) {
    self.record = record
    self.isBest = isBest
    epoch = record.epoch
    step = steps
    runningLoss = record.training["loss"]
    learningRate = record.learningRate
    imagesPerSecond = record.imagesPerSecond
    trainingMetrics = record.training
    validationMetrics = record.validation
  }

  /// The value of a metric by the name that it has where splits meet: `val_loss`, `train_accuracy`, or a logged scalar.
  public func metric(_ name: String) -> Double? {
    logged[name] ?? record?[name]
  }
}
