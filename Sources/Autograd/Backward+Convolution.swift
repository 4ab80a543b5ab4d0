import TensorCore

extension Backend {
  func convolutionGradients(
    _ outputGradient: Tensor, input: SavedTensor?, weights: Tensor?, inputShape: Shape,
    weightShape: Shape, geometry: ConvolutionGeometry, addend: consuming Tensor?, wanted: [Bool]
  ) -> [Tensor?] {
    var inputGradient: Tensor?
    if let weights {
      inputGradient = convolutionInputGradient(
        outputGradient: outputGradient, weights: weights, inputShape: inputShape,
        geometry: geometry, addend: addend)
    }
    let weightGradient = input.map {
      convolutionWeightGradient(
        outputGradient: outputGradient, input: value(of: $0), weightShape: weightShape,
        geometry: geometry)
    }
    return [inputGradient, weightGradient, wanted[2] ? sumOverRows(outputGradient) : nil]
  }
}
