import Basics
import Layers
import Optimizers
import TensorCore

/// Training steps whose results are thrown away: weights and optimizer are copies.
public struct TrialSteps {
  private let stepper: TrainingStep
  private let loader: BatchLoader
  private let random: RandomSource
  private var state: ModelState
  private var optimizer: Optimizer
  private var epoch = 0
  private var stream: BatchStream

  /// Prepares steps from given weights.
  ///
  /// - Parameters:
  ///   - stepper: What takes a step.
  ///   - state: The weights to begin with.
  ///   - optimizer: The update rule.
  ///   - loader: The training data; begun anew when an epoch is over.
  ///   - seed: Decides everything random.
  public init(
    stepper: TrainingStep, state: ModelState, optimizer: Optimizer, loader: BatchLoader,
    seed: UInt64
  ) {
    self.stepper = stepper
    self.state = state
    self.optimizer = optimizer
    self.loader = loader
    random = RandomSource(seed: seed).split("tuning")
    stream = loader.batches(epoch: 0)
  }

  /// Takes the next step; gives the loss before it, or nil when loss or gradient are not finite or no label counts.
  public mutating func take(learningRate: Double, step: Int) throws(DataError) -> Double? {
    var batch = try stream.next()
    if batch == nil {
      epoch += 1
      stream = loader.batches(epoch: epoch)
      batch = try stream.next()
    }
    guard let batch else { return nil }
    let outcome = stepper.run(
      on: batch, state: &state, optimizer: &optimizer, learningRate: learningRate,
      random: random.split(step))
    guard case .updated(let report) = outcome else { return nil }
    return report.loss
  }
}
