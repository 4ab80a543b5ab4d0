import TensorCore

extension Backend {
  /// The gradient of a convolution's input; nil if nobody wants it, which leaves the weights out.
  func convolutionInputGradient(
    _ outputGradient: Tensor, weights: Tensor?, inputShape: Shape, geometry: ConvolutionGeometry,
    addend: consuming Tensor?
  ) -> Tensor? {
    guard let weights else { return nil }
    return convolutionInputGradient(
      outputGradient: outputGradient, weights: weights, inputShape: inputShape,
      geometry: geometry, addend: addend)
  }

  /// What the gradient of a convolution's weights is computed from.
  func weightGradientWork(
    _ outputGradient: Tensor, input: SavedTensor, weightShape: Shape,
    geometry: ConvolutionGeometry
  ) -> WeightGradientWork {
    WeightGradientWork(
      outputGradient: outputGradient, input: value(of: input), weightShape: weightShape,
      geometry: geometry)
  }
}
