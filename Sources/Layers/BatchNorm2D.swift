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
  private let epsilon: Float
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
    guard context.fusesOperations, activation == .identity || activation == .relu else {
      var output = normalized(input, residual: nil, activation: .identity, context: &context)
      if let residual { output = context.tape.add(output, residual) }
      return context.tape.activation(output, activation)
    }
    return normalized(input, residual: residual, activation: activation, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let suffix = activation == .identity ? "" : " + \(activation.rawValue)"
    summary.add(
      name: name, kind: "batch norm\(suffix)", outputShape: input, parameterCount: 2 * channels)
    return input
  }

  private func normalized(
    _ input: Variable, residual: Variable?, activation: Activation,
    context: inout ForwardContext
  ) -> Variable {
    guard context.mode == .training else {
      return context.tape.batchNormInference(
        input, scale: context[scale], shift: context[shift], mean: context[runningMean],
        variance: context[runningVariance], epsilon: epsilon, residual: residual,
        activation: activation)
    }
    let (output, statistics) = context.tape.batchNorm(
      input, scale: context[scale], shift: context[shift], epsilon: epsilon, residual: residual,
      activation: activation)
    context.request(
      .runningStatistics(
        mean: runningMean, variance: runningVariance, counter: batchCount, momentum: momentum,
        batch: statistics))
    return output
  }
}
