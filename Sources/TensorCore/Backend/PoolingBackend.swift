/// Pooling over the two image axes of NHWC activations.
public protocol PoolingBackend {
  /// The maximum of each window; the first of equal values wins, NaN wins always (as in PyTorch).
  func maxPool(_ input: Tensor, geometry: PoolingGeometry) -> MaxPoolOutput

  /// Sends each output's gradient to the place that won.
  func maxPoolGradient(
    outputGradient: Tensor, winners: PoolingWinners, inputShape: Shape, geometry: PoolingGeometry
  ) -> Tensor

  /// The mean of each window.
  func averagePool(_ input: Tensor, geometry: PoolingGeometry) -> Tensor

  /// The gradient of `averagePool`.
  func averagePoolGradient(
    outputGradient: Tensor, inputShape: Shape, geometry: PoolingGeometry
  ) -> Tensor

  /// The mean over each image: (batch, height, width, channels) to (batch, channels).
  func globalAveragePool(_ input: Tensor) -> Tensor

  /// The gradient of `globalAveragePool`.
  func globalAveragePoolGradient(outputGradient: Tensor, inputShape: Shape) -> Tensor
}

/// What a max pool gives.
public struct MaxPoolOutput: Sendable {
  /// The maxima: (batch, output height, output width, channels).
  public var output: Tensor
  /// Which place of its window each maximum came from.
  public var winners: PoolingWinners

  /// Creates an output.
  public init(output: Tensor, winners: PoolingWinners) {
    self.output = output
    self.winners = winners
  }
}
