import Layers
import Optimizers
import TensorCore

/// What is trained on what.
public struct TrainingSetup {
  /// The network.
  public var model: Model
  /// Its first weights.
  public var state: ModelState
  /// What computes.
  public var backend: any Backend
  /// What is minimised.
  public var loss: any TrainingLoss
  /// What is predicted.
  public var task: PredictionTask
  /// The training split.
  public var training: BatchLoader
  /// The validation split; nil to do without.
  public var validation: BatchLoader?
  /// The update rule, with its state.
  public var optimizer: Optimizer
  /// The learning rate, with its state.
  public var schedule: any LearningRateSchedule
  /// The types of metrics that can be asked for.
  public var metricRegistry: MetricRegistry

  /// Creates a setup.
  public init(
    model: Model, state: ModelState, backend: any Backend, loss: any TrainingLoss,
    task: PredictionTask, training: BatchLoader, validation: BatchLoader?,
    optimizer: Optimizer, schedule: any LearningRateSchedule,
    metricRegistry: MetricRegistry = .standard
  ) {
    self.model = model
    self.state = state
    self.backend = backend
    self.loss = loss
    self.task = task
    self.training = training
    self.validation = validation
    self.optimizer = optimizer
    self.schedule = schedule
    self.metricRegistry = metricRegistry
  }
}
