import TensorCore

extension Backend {
  /// The gradients that one operation sends to its arguments, in the order of `node.arguments`.
  ///
  /// Each backward rule is the transpose of its operation's derivative applied to `outputGradient`. Gradients of
  /// arguments that want none are nil and are not computed.
  ///
  /// - Parameters:
  ///   - outputGradient: Consumed, so that a rule can put a result in its place.
  ///   - addend: What the first argument's gradient is added to, if `node.operation.addsInPlace`.
  func gradients(
    of node: Tape.Node, outputGradient: consuming Tensor, addend: consuming Tensor?
  ) -> [Tensor?] {
    let wanted = node.arguments.map { $0 != nil }
    switch node.operation {
    case .convolution(let input, let weights, let inputShape, let weightShape, let geometry):
      return convolutionGradients(
        outputGradient, input: input, weights: weights, inputShape: inputShape,
        weightShape: weightShape, geometry: geometry, addend: addend, wanted: wanted)
    case .batchNorm(let saved):
      return batchNormGradients(consume outputGradient, saved)
    case .denseBlock(let saved):
      return denseBlockGradients(outputGradient, saved)
    case .activation(let activation, let input):
      return [
        activationGradient(
          outputGradient: outputGradient, input: value(of: input), activation)
      ]
    case .add:
      return [outputGradient, outputGradient]
    case .multiply(let left, let right):
      return [
        right.map { multiply(outputGradient, value(of: $0)) },
        left.map { multiply(outputGradient, value(of: $0)) },
      ]
    case .scale(let factor):
      return [scale(outputGradient, by: factor)]
    case .dropout(let probability, let random):
      return [dropout(outputGradient, probability: probability, random: random)]
    case .concatenateChannels(let widths):
      return concatenateChannelsGradients(outputGradient, widths: widths, wanted: wanted)
    case .sliceChannels(let range, let inputShape):
      return [sliceChannelsGradient(outputGradient, range: range, inputShape: inputShape)]
    case .reshape(let inputShape):
      return [outputGradient.reshaped(to: inputShape)]
    case .flattenChannelsFirst(let inputShape):
      return [flattenChannelsFirstGradient(outputGradient, inputShape: inputShape)]
    case .maxPool(let winners, let inputShape, let geometry):
      return [
        maxPoolGradient(
          outputGradient: outputGradient, winners: winners, inputShape: inputShape,
          geometry: geometry)
      ]
    case .averagePool(let inputShape, let geometry):
      return [
        averagePoolGradient(
          outputGradient: outputGradient, inputShape: inputShape, geometry: geometry)
      ]
    case .globalAveragePool(let inputShape):
      return [globalAveragePoolGradient(outputGradient: outputGradient, inputShape: inputShape)]
    case .linear(let input, let weights):
      return linearGradients(outputGradient, input: input, weights: weights, wanted: wanted)
    case .matrixProduct(let left, let leftIsTransposed, let right, let rightIsTransposed):
      return matrixProductGradients(
        outputGradient, left: left, leftIsTransposed: leftIsTransposed, right: right,
        rightIsTransposed: rightIsTransposed)
    case .softmax(let output):
      return [softmaxGradient(outputGradient: outputGradient, output: value(of: output))]
    case .attention(let saved):
      return [attentionGradient(outputGradient, saved)]
    case .layerNorm(let saved):
      return layerNormGradients(outputGradient, saved)
    case .scaledResidual(let input, let scale, let factors):
      return scaledResidualGradients(
        outputGradient, input: input, scale: scale, sampleFactors: factors, wanted: wanted)
    case .gated(let input, let gates):
      return [
        gates.map { gated(outputGradient, gates: $0) },
        input.map { gateGradient(outputGradient: outputGradient, input: value(of: $0)) },
      ]
    case .embeddedTokens:
      return embeddedTokensGradients(outputGradient, wanted: wanted)
    case .regionSums(let weights, let inputShape):
      return [
        regionSumsGradient(
          outputGradient: outputGradient, weights: weights, inputShape: inputShape)
      ]
    case .recomputed(let part):
      return recomputedGradients(outputGradient, part, wanted: wanted)
    case .loss(let gradient):
      let seed = outputGradient.item
      return [seed == 1 ? gradient : scale(gradient, by: seed)]
    }
  }
}
