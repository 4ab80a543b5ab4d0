import TensorCore

extension Backend {
  func batchNormGradients(
    _ outputGradient: consuming Tensor, _ saved: SavedBatchNorm
  ) -> [Tensor?] {
    let gradient = batchNormGradient(
      outputGradient: consume outputGradient, input: value(of: saved.input),
      positive: saved.positive, scale: saved.scale, shift: saved.shift, mean: saved.mean,
      inverseDeviation: saved.inverseDeviation,
      activation: saved.activation, usesBatchStatistics: saved.usesBatchStatistics,
      wantsResidual: saved.hasResidual)
    return [gradient.input, gradient.scale, gradient.shift, gradient.residual]
  }
}
