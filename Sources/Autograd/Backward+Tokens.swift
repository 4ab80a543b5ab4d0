import TensorCore

extension Backend {
  func attentionGradient(_ outputGradient: Tensor, _ saved: SavedAttention) -> Tensor {
    attentionGradient(
      outputGradient: outputGradient, packed: value(of: saved.packed),
      output: value(of: saved.output),
      logSums: saved.logSums, heads: saved.heads)
  }

  func layerNormGradients(_ outputGradient: Tensor, _ saved: SavedLayerNorm) -> [Tensor?] {
    let gradient = layerNormGradient(
      outputGradient: outputGradient, input: value(of: saved.input), scale: saved.scale,
      mean: saved.mean,
      inverseDeviation: saved.inverseDeviation)
    return [gradient.input, gradient.scale, gradient.shift]
  }

  func scaledResidualGradients(
    _ outputGradient: Tensor, input: SavedTensor?, scale: Tensor?, sampleFactors: [Float]?,
    wanted: [Bool]
  ) -> [Tensor?] {
    let gradient = scaledResidualGradient(
      outputGradient: outputGradient, input: input.map { value(of: $0) }, scale: scale,
      sampleFactors: sampleFactors,
      wantsInput: wanted[0])
    return [gradient.input, gradient.scale, outputGradient]
  }

  /// The sum over images goes to the positions, its first row to the class token, and all other rows to the patches.
  func embeddedTokensGradients(_ outputGradient: Tensor, wanted: [Bool]) -> [Tensor?] {
    let shape = outputGradient.shape
    let (images, tokens, channels) = (shape[0], shape[1], shape[2])
    let rows = outputGradient.reshaped(to: [images, tokens * channels])
    let patches =
      wanted[0]
      ? sliceChannels(rows, channels..<tokens * channels)
        .reshaped(to: [images, tokens - 1, channels]) : nil
    guard wanted[1] || wanted[2] else { return [patches, nil, nil] }
    let sums = sumOverRows(rows)
    return [
      patches, wanted[1] ? sliceChannels(sums, 0..<channels) : nil,
      wanted[2] ? sums.reshaped(to: [tokens, channels]) : nil,
    ]
  }
}
