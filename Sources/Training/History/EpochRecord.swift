/// What one epoch of training came to.
public struct EpochRecord: Sendable, Equatable {
  /// The epoch, from 1.
  public var epoch: Int
  /// Optimizer steps since the run began.
  public var globalStep: Int
  /// Loss and metrics over the training split, while the weights changed.
  public var training: MetricValues
  /// Loss and metrics over the validation split; nil without one.
  public var validation: MetricValues?
  /// The learning rate of the epoch's last step.
  public var learningRate: Double
  /// Seconds for training and validation.
  public var epochTime: Double
  /// Training images per second of training time.
  public var imagesPerSecond: Double
  /// The mean of the steps' global gradient norms; nil when one was not finite.
  public var gradientNorm: Double?

  /// Scalars that callbacks logged.
  public var logged = MetricValues()

  /// Creates a record.
  public init(
    epoch: Int, globalStep: Int, training: MetricValues, validation: MetricValues?,
    learningRate: Double, epochTime: Double, imagesPerSecond: Double, gradientNorm: Double?
  ) {
    self.epoch = epoch
    self.globalStep = globalStep
    self.training = training
    self.validation = validation
    self.learningRate = learningRate
    self.epochTime = epochTime
    self.imagesPerSecond = imagesPerSecond
    self.gradientNorm = gradientNorm
  }
}
