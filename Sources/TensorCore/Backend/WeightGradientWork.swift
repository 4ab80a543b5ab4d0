/// What the gradient of a convolution's weights is computed from, by whoever has the time.
public struct WeightGradientWork: Sendable {
  /// The gradient of the convolution's output.
  public var outputGradient: Tensor
  /// What was convolved.
  public var input: Tensor
  /// (kernel height, kernel width, input channels / groups, output channels).
  public var weightShape: Shape
  /// Kernel, stride, padding, dilation and groups.
  public var geometry: ConvolutionGeometry

  /// Creates a piece of work.
  public init(
    outputGradient: Tensor, input: Tensor, weightShape: Shape, geometry: ConvolutionGeometry
  ) {
    self.outputGradient = outputGradient
    self.input = input
    self.weightShape = weightShape
    self.geometry = geometry
  }
}
