import Autograd
import Basics
import Layers
import Optimizers
import TensorCore

/// One update of the weights: forward, loss, backward, clipping, optimizer; the trainer's and the benchmark's alike.
public struct TrainingStep: Sendable {
  /// What a step came to.
  public enum Outcome: Sendable {
    /// The weights were changed.
    case updated(Report)
    /// The loss or a gradient was not finite: nothing was changed.
    case notFinite
    /// All labels of the batch have weight 0: there was nothing to learn.
    case empty
  }

  /// What a step that changed the weights came to.
  public struct Report: Sendable {
    /// The mean loss of the batch.
    public var loss: Double
    /// The sum of the batch's weighted terms.
    public var termSum: Double
    /// The sum of their weights.
    public var weightSum: Double
    /// The global norm of the gradient, before clipping.
    public var gradientNorm: Double
    /// The outputs, row-major.
    public var logits: [Float]
    /// The gradient of each parameter, before clipping, where it was to be kept; nil for one that is not trained.
    public var gradients: [Tensor?] = []
  }

  let model: Model
  let loss: any TrainingLoss
  let backend: any Backend
  private let clipping: GlobalNormClipping?
  let execution: ExecutionOptions

  /// Prepares steps.
  ///
  /// - Parameters:
  ///   - model: What is trained.
  ///   - loss: What is minimised.
  ///   - backend: What computes.
  ///   - clipNorm: The largest global norm of a gradient; nil leaves gradients as they are.
  ///   - execution: How passes are computed.
  public init(
    model: Model, loss: any TrainingLoss, backend: any Backend, clipNorm: Double? = nil,
    execution: ExecutionOptions = ExecutionOptions()
  ) {
    self.model = model
    self.loss = loss
    self.backend = backend
    self.execution = execution
    clipping = clipNorm.map(GlobalNormClipping.init(maximumNorm:))
  }

  /// Takes one step on one batch.
  ///
  /// - Parameters:
  ///   - batch: What is learned from.
  ///   - state: The weights, changed in place.
  ///   - optimizer: The update rule, whose state changes too.
  ///   - learningRate: The step size.
  ///   - random: Decides everything random in this step; give each step its own.
  public func run(
    on batch: Batch, state: inout ModelState, optimizer: inout Optimizer, learningRate: Double,
    random: RandomSource
  ) -> Outcome {
    run(
      on: [batch], state: &state, optimizer: &optimizer, learningRate: learningRate,
      random: { _ in random })
  }

  /// Takes one step on several batches as if they were one.
  ///
  /// The loss is the sum of all weighted terms over the sum of all weights. Only batch norms see the batches one by one.
  ///
  /// - Parameters:
  ///   - batches: What is learned from, at least one.
  ///   - state: The weights, changed in place.
  ///   - optimizer: The update rule, whose state changes too.
  ///   - learningRate: The step size.
  ///   - random: Decides everything random in the pass over a batch, by its place; give each step its own.
  ///   - keepsGradients: Whether the report has the gradients.
  public func run(
    on batches: [Batch], state: inout ModelState, optimizer: inout Optimizer,
    learningRate: Double, random: (Int) -> RandomSource, keepsGradients: Bool = false
  ) -> Outcome {
    var sum = GradientSum()
    for (place, batch) in batches.enumerated() {
      let pass = pass(over: batch, state, random: random(place))
      guard pass.value.weightSum == 0 || pass.value.termSum.isFinite else { return .notFinite }
      // A lone batch needs no sum: its gradient is the step's as it stands.
      sum.add(pass, isAlone: batches.count == 1, backend: backend)
    }
    guard let mean = sum.mean else { return .empty }
    var gradients = sum.takeGradients(backend: backend)
    let norm = backend.globalNorm(of: gradients)
    guard mean.isFinite, norm.isFinite else { return .notFinite }
    let kept = keepsGradients ? gradients : []
    clipping?.apply(to: &gradients, norm: norm, backend: backend)
    optimizer.update(
      &state.parameters, gradients: gradients, learningRate: learningRate, backend: backend)
    state.apply(sum.updates)
    return .updated(
      Report(
        loss: mean, termSum: sum.termSum, weightSum: sum.weightSum, gradientNorm: norm,
        logits: sum.logits, gradients: kept))
  }

  /// Forward and backward over one batch.
  private func pass(
    over batch: Batch, _ state: ModelState, random: RandomSource
  ) -> GradientPass {
    var context = ForwardContext(
      state: state, backend: backend, mode: .training, trainable: model.trainableParameters,
      random: random, execution: execution)
    let logits = model.forward(
      context.tape.constant(batch.images), masks: batch.masks, context: &context)
    var value = loss.value(of: logits, batch: batch, tape: &context.tape)
    if let mixing = batch.mixing {
      let other = loss.value(of: logits, batch: batch.partners(mixing), tape: &context.tape)
      value = context.tape.mixed(value, share: mixing.share, other)
    }
    let updates = context.updates
    return GradientPass(
      gradients: context.backward(from: value.variable), value: value, updates: updates,
      logits: logits.value.scalars)
  }
}
