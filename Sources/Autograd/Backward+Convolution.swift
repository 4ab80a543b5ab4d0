import TensorCore

extension Backend {
  func convolutionGradients(
    _ outputGradient: Tensor, input: SavedTensor?, weights: Tensor?, inputShape: Shape,
    weightShape: Shape, geometry: ConvolutionGeometry, wanted: [Bool]
  ) -> [Tensor?] {
    [
      weights.map {
        convolutionInputGradient(
          outputGradient: outputGradient, weights: $0, inputShape: inputShape, geometry: geometry)
      },
      input.map {
        convolutionWeightGradient(
          outputGradient: outputGradient, input: value(of: $0), weightShape: weightShape,
          geometry: geometry)
      },
      wanted[2] ? sumOverRows(outputGradient) : nil,
    ]
  }
}
