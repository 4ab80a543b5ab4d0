import TensorCore

extension Backend {
  /// The gradients of a batch norm, and that of `work`, computed at the same time.
  func batchNormGradient(
    _ outputGradient: consuming Tensor, _ saved: SavedBatchNorm, beside work: WeightGradientWork?
  ) -> BatchNormGradient {
    batchNormGradient(
      outputGradient: consume outputGradient, input: value(of: saved.input),
      output: saved.output.map { value(of: $0) },
      scale: saved.scale, shift: saved.shift, mean: saved.mean,
      inverseDeviation: saved.inverseDeviation,
      activation: saved.activation, usesBatchStatistics: saved.usesBatchStatistics,
      wantsResidual: saved.hasResidual, beside: work)
  }
}
