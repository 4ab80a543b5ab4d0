/// Two-dimensional convolution (cross-correlation, as in PyTorch) of NHWC activations with HWIO weights.
public protocol ConvolutionBackend {
  /// y[n, i, j, o] = bias[o] + sum over (p, q, c) of x[n, i s + p d - pad, j s + q d - pad, c] w[p, q, c, o].
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, input channels).
  ///   - weights: (kernel height, kernel width, input channels / groups, output channels).
  ///   - bias: (output channels), or nil.
  /// - Returns: (batch, output height, output width, output channels).
  func convolution(
    _ input: Tensor, weights: Tensor, bias: Tensor?, geometry: ConvolutionGeometry
  ) -> Tensor

  /// As `convolution`, and the sums of each output channel, for the batch norm that follows.
  func convolutionWithSums(
    _ input: Tensor, weights: Tensor, bias: Tensor?, geometry: ConvolutionGeometry
  ) -> (output: Tensor, sums: ChannelSums)

  /// activation(convolution + bias + residual), in one pass; without a gradient of its own.
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, input channels).
  ///   - weights: (kernel height, kernel width, input channels / groups, output channels).
  ///   - bias: (output channels), or nil.
  ///   - residual: Of the output's shape, or nil.
  ///   - activation: `identity`, `relu` or `silu`.
  func convolution(
    _ input: Tensor, weights: Tensor, bias: Tensor?, residual: Tensor?,
    activation: Activation, geometry: ConvolutionGeometry
  ) -> Tensor

  /// The gradient with respect to the input, of shape `inputShape`.
  ///
  /// - Parameter addend: Of that shape, or nil: what is added to it, whose memory is used for the result if nobody else
  ///   holds it.
  func convolutionInputGradient(
    outputGradient: Tensor, weights: Tensor, inputShape: Shape, geometry: ConvolutionGeometry,
    addend: consuming Tensor?
  ) -> Tensor

  /// The gradient with respect to the weights, of shape `weightShape`.
  func convolutionWeightGradient(
    outputGradient: Tensor, input: Tensor, weightShape: Shape, geometry: ConvolutionGeometry
  ) -> Tensor
}
