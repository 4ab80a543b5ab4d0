import TensorCore

extension Tape {
  /// Batch normalization by the batch's own statistics, as in training:
  /// activation(scale (x - mean) / sqrt(variance + epsilon) + shift + residual).
  ///
  /// - Parameters:
  ///   - input: (..., channels), with at least two values per channel.
  ///   - scale: (channels).
  ///   - shift: (channels).
  ///   - epsilon: Added to the variance, above 0.
  ///   - sums: What the convolution before it added up of this very input, or nil.
  ///   - residual: Added before the activation, of the input's shape, or nil.
  ///   - activation: `identity` or `relu`; others follow as an operation of their own.
  /// - Returns: The result, of the input's shape, and the statistics.
  public mutating func batchNorm(
    _ input: Variable, scale: Variable, shift: Variable, epsilon: Float = 1e-5,
    sums: ChannelSums? = nil, residual: Variable? = nil, activation: Activation = .identity
  ) -> (output: Variable, statistics: BatchStatistics) {
    Tape.checkFusible(activation)
    let sampleCount = input.shape.count / max(input.shape[-1], 1)
    precondition(
      sampleCount > 1, "batchNorm: more than one value per channel is needed, got \(input.shape)")
    let result = backend.batchNorm(
      input.value, scale: scale.value, shift: shift.value, epsilon: epsilon, sums: sums,
      residual: residual?.value, activation: activation)
    let recipe = SavedTensor.batchNormalized(
      input.saved, mean: result.mean, inverseDeviation: result.inverseDeviation,
      scale: scale.value, shift: shift.value, activation: activation)
    let output = record(
      result.output, arguments: [input, scale, shift, residual],
      recipe: residual == nil ? recipe : nil
    ) {
      .batchNorm(
        SavedBatchNorm(
          input: input.saved, positive: result.positive,
          scale: scale.value, shift: shift.value, mean: result.mean,
          inverseDeviation: result.inverseDeviation,
          activation: activation, usesBatchStatistics: true, hasResidual: residual != nil))
    }
    let statistics = BatchStatistics(
      mean: result.mean, variance: result.variance, sampleCount: sampleCount)
    return (output, statistics)
  }

  /// Batch normalization by given statistics, as in evaluation and in frozen layers; they are constants to the
  /// gradient.
  ///
  /// - Parameters:
  ///   - input: (..., channels).
  ///   - scale: (channels).
  ///   - shift: (channels).
  ///   - mean: (channels).
  ///   - variance: (channels).
  ///   - epsilon: Added to the variance, above 0.
  ///   - residual: Added before the activation, of the input's shape, or nil.
  ///   - activation: `identity` or `relu`; others follow as an operation of their own.
  /// - Returns: The result, of the input's shape.
  public mutating func batchNormInference(
    _ input: Variable, scale: Variable, shift: Variable, mean: Tensor, variance: Tensor,
    epsilon: Float = 1e-5, residual: Variable? = nil, activation: Activation = .identity
  ) -> Variable {
    Tape.checkFusible(activation)
    let result = backend.batchNormInference(
      input.value, scale: scale.value, shift: shift.value, mean: mean, variance: variance,
      epsilon: epsilon, residual: residual?.value, activation: activation)
    let pool = backend.storagePool
    return record(result.output, arguments: [input, scale, shift, residual]) {
      let inverseDeviation = variance.scalars.map {
        Float(1 / (Double($0) + Double(epsilon)).squareRoot())
      }
      return .batchNorm(
        SavedBatchNorm(
          input: input.saved, positive: result.positive,
          scale: scale.value, shift: shift.value, mean: mean,
          inverseDeviation: Tensor(inverseDeviation, shape: variance.shape, pool: pool),
          activation: activation, usesBatchStatistics: false, hasResidual: residual != nil))
    }
  }

  private static func checkFusible(_ activation: Activation) {
    precondition(
      activation == .identity || activation == .relu,
      "batchNorm: \(activation) cannot be fused, apply it afterwards")
  }
}
