import TensorCore

extension Tape {
  /// Two-dimensional convolution (cross-correlation, as in PyTorch).
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, input channels).
  ///   - weights: (kernel height, kernel width, input channels / groups, output channels).
  ///   - bias: (output channels), or nil.
  ///   - geometry: Kernel, stride, padding, dilation and groups.
  /// - Returns: (batch, output height, output width, output channels).
  public mutating func convolution(
    _ input: Variable, weights: Variable, bias: Variable? = nil, geometry: ConvolutionGeometry
  ) -> Variable {
    let output = backend.convolution(
      input.value, weights: weights.value, bias: bias?.value, geometry: geometry)
    return record(output, arguments: [input, weights, bias]) {
      Self.convolutionRule(input, weights, geometry)
    }
  }

  /// As `convolution`, and the sums of each output channel, for the batch norm that follows.
  public mutating func convolutionWithSums(
    _ input: Variable, weights: Variable, bias: Variable? = nil, geometry: ConvolutionGeometry
  ) -> (output: Variable, sums: ChannelSums) {
    let (output, sums) = backend.convolutionWithSums(
      input.value, weights: weights.value, bias: bias?.value, geometry: geometry)
    let variable = record(output, arguments: [input, weights, bias]) {
      Self.convolutionRule(input, weights, geometry)
    }
    return (variable, sums)
  }

  private static func convolutionRule(
    _ input: Variable, _ weights: Variable, _ geometry: ConvolutionGeometry
  ) -> Operation {
    .convolution(
      input: weights.requiresGradient ? input.saved : nil,
      weights: weights.saved(if: input.requiresGradient),
      inputShape: input.shape, weightShape: weights.shape, geometry: geometry)
  }
}
