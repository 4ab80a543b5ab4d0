/// Batch normalization over all axes but the last (channels), with what usually follows it fused in.
///
/// Ioffe and Szegedy 2015, algorithm 1: y = activation(gamma (x - mean) / sqrt(variance + epsilon) + beta + residual),
/// with the biased variance of the batch. Sums run in double precision per chunk.
public protocol NormalizationBackend {
  /// Normalizes with the batch's own statistics.
  ///
  /// - Parameters:
  ///   - input: (..., channels), with at least two values per channel.
  ///   - scale: gamma, (channels).
  ///   - shift: beta, (channels).
  ///   - epsilon: Added to the variance, above 0.
  ///   - sums: What the convolution before it added up, or nil; saves a pass over the input.
  ///   - residual: Added before the activation, of the input's shape, or nil.
  ///   - activation: `identity` or `relu`.
  func batchNorm(
    _ input: Tensor, scale: Tensor, shift: Tensor, epsilon: Float, sums: ChannelSums?,
    residual: Tensor?, activation: Activation
  ) -> BatchNormOutput

  /// Normalizes with given statistics (evaluation, or a frozen layer).
  ///
  /// - Returns: The output, and where it is above 0 if it was activated by `relu` with a residual.
  func batchNormInference(
    _ input: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float,
    residual: Tensor?, activation: Activation
  ) -> (output: Tensor, positive: PositiveBits?)

  /// What `batchNorm` gives without a residual, from the statistics that it found: the same bits.
  func normalized(
    _ input: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, inverseDeviation: Tensor,
    activation: Activation
  ) -> Tensor

  /// The gradients of `batchNorm`.
  ///
  /// - Parameters:
  ///   - outputGradient: Gradient of the output; its memory is used for a result if nobody else holds it.
  ///   - input: What was normalized.
  ///   - positive: Where the output was above 0; needed when a residual was added and the activation is `relu`. Without
  ///     a residual that is computed again from the input.
  ///   - scale: gamma, (channels).
  ///   - shift: beta, (channels).
  ///   - mean: The statistics that normalized it, (channels).
  ///   - inverseDeviation: 1 / sqrt(variance + epsilon), (channels).
  ///   - usesBatchStatistics: Whether the statistics depend on the input (training) or are constants (frozen).
  ///   - wantsResidual: Whether a residual was added; its gradient is returned then.
  func batchNormGradient(
    outputGradient: consuming Tensor, input: Tensor, positive: PositiveBits?, scale: Tensor,
    shift: Tensor, mean: Tensor, inverseDeviation: Tensor, activation: Activation,
    usesBatchStatistics: Bool,
    wantsResidual: Bool
  ) -> BatchNormGradient
}

/// What a batch norm gives in training.
public struct BatchNormOutput: Sendable {
  /// The normalized and activated values, of the input's shape.
  public var output: Tensor
  /// The batch's mean, (channels).
  public var mean: Tensor
  /// The batch's biased variance, (channels).
  public var variance: Tensor
  /// 1 / sqrt(variance + epsilon), (channels).
  public var inverseDeviation: Tensor
  /// Where the output is above 0, if it was activated by `relu` with a residual.
  public var positive: PositiveBits?

  /// Creates an output.
  public init(
    output: Tensor, mean: Tensor, variance: Tensor, inverseDeviation: Tensor,
    positive: PositiveBits?
  ) {
    self.output = output
    self.mean = mean
    self.variance = variance
    self.inverseDeviation = inverseDeviation
    self.positive = positive
  }
}

/// The gradients of a batch norm.
public struct BatchNormGradient: Sendable {
  /// With respect to the input.
  public var input: Tensor
  /// With respect to gamma, (channels).
  public var scale: Tensor
  /// With respect to beta, (channels).
  public var shift: Tensor
  /// With respect to the residual, when there was one.
  public var residual: Tensor?

  /// Creates a set of gradients.
  public init(input: Tensor, scale: Tensor, shift: Tensor, residual: Tensor?) {
    self.input = input
    self.scale = scale
    self.shift = shift
    self.residual = residual
  }
}
