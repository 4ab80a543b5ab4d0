/// Something that people or programs may want to know while a run goes on.
public enum TrainingEvent: Sendable {
  /// An epoch begins or continues.
  case epochStarted(epoch: Int, epochs: Int, steps: Int)
  /// A step was taken.
  case stepEnded(StepReport)
  /// A part of the validation is done.
  case validationAdvanced(step: Int, steps: Int)
  /// An epoch is trained, validated and saved.
  case epochEnded(EpochReport)
  /// A step was left out because its loss or gradient was not finite.
  case badStep(epoch: Int, step: Int, consecutive: Int)
  /// Something worth a line.
  case notice(String)

  /// What one step came to.
  public struct StepReport: Sendable {
    /// The epoch, from 1.
    public var epoch: Int
    /// The step in the epoch, from 1.
    public var step: Int
    /// The steps of the epoch.
    public var steps: Int
    /// Steps since the run began.
    public var globalStep: Int
    /// The loss of this step's batch.
    public var loss: Double
    /// The loss over the epoch so far.
    public var runningLoss: Double
    /// The step's learning rate.
    public var learningRate: Double
    /// Images per second over the epoch so far.
    public var imagesPerSecond: Double

    /// Creates a report.
    public init(
      epoch: Int, step: Int, steps: Int, globalStep: Int, loss: Double, runningLoss: Double,
      learningRate: Double, imagesPerSecond: Double
    ) {
      self.epoch = epoch
      self.step = step
      self.steps = steps
      self.globalStep = globalStep
      self.loss = loss
      self.runningLoss = runningLoss
      self.learningRate = learningRate
      self.imagesPerSecond = imagesPerSecond
    }
  }

  /// What one epoch came to.
  public struct EpochReport: Sendable {
    /// Its losses and scores.
    public var record: EpochRecord
    /// The number of epochs asked for.
    public var epochs: Int
    /// Whether its weights are the best so far.
    public var isBest: Bool

    /// Creates a report.
    public init(record: EpochRecord, epochs: Int, isBest: Bool) {
      self.record = record
      self.epochs = epochs
      self.isBest = isBest
    }
  }
}

/// Watches a run; it cannot change it.
public protocol TrainingObserver {
  /// Called on the training thread, which waits.
  mutating func observe(_ event: TrainingEvent)
}
