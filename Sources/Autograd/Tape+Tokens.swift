import TensorCore

extension Tape {
  /// Multi-head self-attention: softmax(Q K^T / sqrt(d)) V for each head (Vaswani and others 2017, section 3.2).
  ///
  /// - Parameters:
  ///   - packed: (batch, tokens, 3 x heads x width): of each token the queries of all heads, the keys, the values.
  ///   - heads: Divides a third of the channels.
  /// - Returns: (batch, tokens, heads x width).
  public mutating func attention(_ packed: Variable, heads: Int) -> Variable {
    let result = backend.attention(packed.value, heads: heads)
    return record(result.output, arguments: [packed], recipe: nil) { output in
      .attention(
        SavedAttention(
          packed: packed.saved, output: output.saved, logSums: result.logSums, heads: heads))
    }
  }

  /// Layer normalization over the last axis: (x - mean) / sqrt(variance + epsilon) scale + shift (Ba and others 2016).
  ///
  /// - Parameters:
  ///   - input: (..., channels).
  ///   - scale: (channels).
  ///   - shift: (channels).
  ///   - epsilon: Added to the variance, above 0.
  public mutating func layerNorm(
    _ input: Variable, scale: Variable, shift: Variable, epsilon: Float
  ) -> Variable {
    let result = backend.layerNorm(
      input.value, scale: scale.value, shift: shift.value, epsilon: epsilon)
    let recipe = SavedTensor.layerNormalized(
      input.saved, scale: scale.value, shift: shift.value, epsilon: epsilon)
    return record(result.output, arguments: [input, scale, shift], recipe: recipe) {
      .layerNorm(
        SavedLayerNorm(
          input: input.saved, scale: scale.value, mean: result.mean,
          inverseDeviation: result.inverseDeviation, epsilon: epsilon))
    }
  }

  /// residual + factor scale input: LayerScale, stochastic depth and the sum behind them.
  ///
  /// - Parameters:
  ///   - input: (batch, ..., channels).
  ///   - scale: (channels), or nil for all 1.
  ///   - sampleFactors: One for each of the batch, or nil for all 1.
  ///   - residual: Of the input's shape.
  public mutating func scaledResidual(
    _ input: Variable, scale: Variable?, sampleFactors: [Float]?, residual: Variable
  ) -> Variable {
    if scale == nil, sampleFactors == nil { return add(input, residual) }
    let output = backend.scaledResidual(
      input.value, scale: scale?.value, sampleFactors: sampleFactors, residual: residual.value)
    return record(output, arguments: [input, scale, residual]) {
      .scaledResidual(
        input: scale?.requiresGradient ?? false ? input.saved : nil, scale: scale?.value,
        sampleFactors: sampleFactors)
    }
  }

  /// Every channel of every image times its own number.
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, channels).
  ///   - gates: (batch, channels).
  public mutating func gated(_ input: Variable, gates: Variable) -> Variable {
    record(backend.gated(input.value, gates: gates.value), arguments: [input, gates]) {
      .gated(
        input: gates.requiresGradient ? input.saved : nil,
        gates: gates.saved(if: input.requiresGradient))
    }
  }

  /// Puts a class token in front of the patches and adds a position to every token.
  ///
  /// - Parameters:
  ///   - patches: (batch, patches, channels).
  ///   - classToken: (channels).
  ///   - positions: (1 + patches, channels).
  /// - Returns: (batch, 1 + patches, channels).
  public mutating func embeddedTokens(
    patches: Variable, classToken: Variable, positions: Variable
  ) -> Variable {
    let output = backend.embeddedTokens(
      patches: patches.value, classToken: classToken.value, positions: positions.value)
    return record(output, arguments: [patches, classToken, positions]) { .embeddedTokens }
  }

  /// Weighted sums over the pixels of each image.
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, channels).
  ///   - weights: (regions, height x width), constants.
  /// - Returns: (batch, regions, channels).
  public mutating func regionSums(_ input: Variable, weights: Tensor) -> Variable {
    record(backend.regionSums(input.value, weights: weights), arguments: [input]) {
      .regionSums(weights: weights, inputShape: input.shape)
    }
  }
}
