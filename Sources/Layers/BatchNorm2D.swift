import Autograd
import TensorCore

/// Batch normalization of NHWC maps, with the residual sum and the activation that follow it.
///
/// activation(weight (x - mean) / sqrt(variance + epsilon) + bias + residual); in training with the batch's statistics,
/// towards which the running ones move, in evaluation with the running ones (Ioffe and Szegedy 2015).
public struct BatchNorm2D: Layer {
  private let name: String
  private let scale: ParameterID
  private let shift: ParameterID
  private let runningMean: BufferID
  private let runningVariance: BufferID
  private let batchCount: CounterID
  private let channels: Int
  /// Added to the variance.
  let epsilon: Float
  private let momentum: Float
  private let activation: Activation

  /// Declares `NAME.weight`, `NAME.bias`, `NAME.running_mean`, `NAME.running_var` and `NAME.num_batches_tracked`.
  ///
  /// - Parameters:
  ///   - name: The layer's name within the builder's scope.
  ///   - channels: The number of channels.
  ///   - activation: What follows the normalization, and the residual if there is one.
  ///   - epsilon: Added to the variance, above 0.
  ///   - momentum: The weight of a batch in the running statistics, from 0 to 1.
  ///   - builder: Where everything is declared.
  public init(
    _ name: String, channels: Int, activation: Activation = .identity, epsilon: Float = 1e-5,
    momentum: Float = 0.1, in builder: inout ModelBuilder
  ) {
    self.name = builder.qualifiedName(name)
    self.channels = channels
    self.activation = activation
    self.epsilon = epsilon
    self.momentum = momentum
    let shape: Shape = [channels]
    (scale, shift, runningMean, runningVariance, batchCount) = builder.scope(name) { builder in
      (
        builder.parameter(
          "weight", shape: shape, kind: .normalizationScale, initializer: .constant(1)),
        builder.parameter(
          "bias", shape: shape, kind: .normalizationShift, initializer: .constant(0)),
        builder.buffer("running_mean", shape: shape, initialValue: 0),
        builder.buffer("running_var", shape: shape, initialValue: 1),
        builder.counter("num_batches_tracked")
      )
    }
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    forward(input, residual: nil, context: &context)
  }

  /// As `forward`, with `residual` added before the activation.
  public func forward(
    _ input: Variable, residual: Variable?, context: inout ForwardContext
  ) -> Variable {
    forward(input, sums: nil, residual: residual, context: &context)
  }

  /// The convolution and this norm behind it, in fewer passes over memory.
  ///
  /// In training the convolution adds up what the statistics need; in evaluation without gradients the norm becomes
  /// part of its weights.
  public func forward(
    _ input: Variable, behind convolution: Convolution2D, residual: Variable? = nil,
    context: inout ForwardContext
  ) -> Variable {
    guard context.fusesOperations else {
      return forward(
        convolution.forward(input, context: &context), residual: residual, context: &context)
    }
    if usesBatchStatistics(in: context) {
      let (output, sums) = convolution.forwardWithSums(input, context: &context)
      return forward(output, sums: sums, residual: residual, context: &context)
    }
    if !context.tape.isRecording {
      return folded(input, into: convolution, residual: residual, context: &context)
    }
    return forward(
      convolution.forward(input, context: &context), residual: residual, context: &context)
  }

  /// Whether it normalises with the batch's own statistics: in training, unless it is frozen.
  func usesBatchStatistics(in context: ForwardContext) -> Bool {
    context.mode == .training && !context.isFrozen(scale)
  }

  private var isFusible: Bool { activation == .identity || activation == .relu }

  private func forward(
    _ input: Variable, sums: ChannelSums?, residual: Variable?, context: inout ForwardContext
  ) -> Variable {
    guard context.fusesOperations, isFusible else {
      var output = normalized(
        input, sums: sums, residual: nil, activation: .identity, context: &context)
      if let residual { output = context.tape.add(output, residual) }
      return context.tape.activation(output, activation)
    }
    return normalized(
      input, sums: sums, residual: residual, activation: activation, context: &context)
  }

  /// The convolution with weights w s and bias (b - mean) s + shift, where s = scale / sqrt(variance + epsilon).
  private func folded(
    _ input: Variable, into convolution: Convolution2D, residual: Variable?,
    context: inout ForwardContext
  ) -> Variable {
    let factors = zip(context[scale].value.scalars, context[runningVariance].scalars).map {
      Double($0) / (Double($1) + Double(epsilon)).squareRoot()
    }
    let isFused = isFusible || activation == .silu
    let output = convolution.forward(
      input, factors: factors, offsets: context[runningMean].scalars.map(Double.init),
      shifts: context[shift].value.scalars.map(Double.init), residual: residual,
      activation: isFused ? activation : .identity, context: &context)
    return isFused ? output : context.tape.activation(output, activation)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let suffix = activation == .identity ? "" : " + \(activation.rawValue)"
    summary.add(
      name: name, kind: "batch norm\(suffix)", outputShape: input, parameterCount: 2 * channels)
    return input
  }

  private func normalized(
    _ input: Variable, sums: ChannelSums?, residual: Variable?, activation: Activation,
    context: inout ForwardContext
  ) -> Variable {
    guard usesBatchStatistics(in: context) else {
      return context.tape.batchNormInference(
        input, scale: context[scale], shift: context[shift], mean: context[runningMean],
        variance: context[runningVariance], epsilon: epsilon, residual: residual,
        activation: activation)
    }
    let (output, statistics) = context.tape.batchNorm(
      input, scale: context[scale], shift: context[shift], epsilon: epsilon, sums: sums,
      residual: residual, activation: activation)
    requestUpdate(statistics, context: &context)
    return output
  }

  /// The learned scale and shift, for an operation that contains this norm.
  func affine(in context: ForwardContext) -> (scale: Variable, shift: Variable) {
    (context[scale], context[shift])
  }

  /// The running mean and variance, for an operation that contains this norm.
  func runningStatistics(in context: ForwardContext) -> (mean: Tensor, variance: Tensor) {
    (context[runningMean], context[runningVariance])
  }

  /// Asks for the running statistics to move towards those of a batch.
  func requestUpdate(_ statistics: BatchStatistics, context: inout ForwardContext) {
    context.request(
      .runningStatistics(
        mean: runningMean, variance: runningVariance, counter: batchCount, momentum: momentum,
        batch: statistics))
  }
}
