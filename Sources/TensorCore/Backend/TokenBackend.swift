/// What transformers and gated networks need besides products.
///
/// Tokens are (batch, tokens, channels); where an operation treats every row alike, any leading axes will do.
public protocol TokenBackend {
  /// Layer normalization over the last axis (Ba and others 2016): (x - mean) / sqrt(variance + epsilon) scale + shift,
  /// with the mean and the biased variance of each row.
  ///
  /// - Parameters:
  ///   - input: (..., channels), at least one channel.
  ///   - scale: (channels).
  ///   - shift: (channels).
  ///   - epsilon: Added to the variance, above 0.
  func layerNorm(_ input: Tensor, scale: Tensor, shift: Tensor, epsilon: Float) -> LayerNormOutput

  /// The gradients of `layerNorm`.
  ///
  /// - Parameters:
  ///   - outputGradient: Of the input's shape.
  ///   - input: What was normalized.
  ///   - scale: (channels).
  ///   - mean: Of each row.
  ///   - inverseDeviation: 1 / sqrt(variance + epsilon) of each row.
  func layerNormGradient(
    outputGradient: Tensor, input: Tensor, scale: Tensor, mean: Tensor, inverseDeviation: Tensor
  ) -> LayerNormGradient

  /// residual + factor scale input.
  ///
  /// - Parameters:
  ///   - input: (batch, ..., channels).
  ///   - scale: (channels), or nil for all 1 (LayerScale: Touvron and others 2021).
  ///   - sampleFactors: One for each of the batch, or nil for all 1 (stochastic depth: Huang and others 2016).
  ///   - residual: Of the input's shape.
  func scaledResidual(
    _ input: Tensor, scale: Tensor?, sampleFactors: [Float]?, residual: Tensor
  ) -> Tensor

  /// The gradients of `scaledResidual` with respect to input and scale; that of the residual is the output's own.
  ///
  /// - Parameters:
  ///   - outputGradient: (batch, ..., channels).
  ///   - input: What was scaled, when the scale's gradient is wanted.
  ///   - scale: (channels), or nil for all 1.
  ///   - sampleFactors: One for each of the batch, or nil for all 1.
  ///   - wantsInput: Whether the input's gradient is wanted.
  func scaledResidualGradient(
    outputGradient: Tensor, input: Tensor?, scale: Tensor?, sampleFactors: [Float]?,
    wantsInput: Bool
  ) -> (input: Tensor?, scale: Tensor?)

  /// Every channel of every image times its own number (squeeze and excitation: Hu and others 2017).
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, channels).
  ///   - gates: (batch, channels).
  func gated(_ input: Tensor, gates: Tensor) -> Tensor

  /// The gradient of `gated` with respect to the gates: the sum over each image of outputGradient input.
  func gateGradient(outputGradient: Tensor, input: Tensor) -> Tensor

  /// Puts a class token in front of the patches and adds a position to every token (Dosovitskiy and others 2020).
  ///
  /// - Parameters:
  ///   - patches: (batch, patches, channels).
  ///   - classToken: (channels).
  ///   - positions: (1 + patches, channels).
  /// - Returns: (batch, 1 + patches, channels).
  func embeddedTokens(patches: Tensor, classToken: Tensor, positions: Tensor) -> Tensor

  /// Weighted sums over the pixels of each image: y[n, r, c] = sum over p of weights[r, p] x[n, p, c].
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, channels).
  ///   - weights: (regions, height x width).
  /// - Returns: (batch, regions, channels).
  func regionSums(_ input: Tensor, weights: Tensor) -> Tensor

  /// The gradient of `regionSums` with respect to the input, of shape `inputShape`.
  func regionSumsGradient(outputGradient: Tensor, weights: Tensor, inputShape: Shape) -> Tensor
}

/// What a layer norm gives.
public struct LayerNormOutput: Sendable {
  /// The normalized values, of the input's shape.
  public var output: Tensor
  /// The mean of each row.
  public var mean: Tensor
  /// 1 / sqrt(variance + epsilon) of each row.
  public var inverseDeviation: Tensor

  /// Creates an output.
  public init(output: Tensor, mean: Tensor, inverseDeviation: Tensor) {
    self.output = output
    self.mean = mean
    self.inverseDeviation = inverseDeviation
  }
}

/// The gradients of a layer norm.
public struct LayerNormGradient: Sendable {
  /// With respect to the input.
  public var input: Tensor
  /// With respect to the scale, (channels).
  public var scale: Tensor
  /// With respect to the shift, (channels).
  public var shift: Tensor

  /// Creates a set of gradients.
  public init(input: Tensor, scale: Tensor, shift: Tensor) {
    self.input = input
    self.scale = scale
    self.shift = shift
  }
}
