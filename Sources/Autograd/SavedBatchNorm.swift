import TensorCore

/// What the backward rule of a batch norm needs.
struct SavedBatchNorm {
  var input: SavedTensor
  /// Present when the activation's derivative is read off the output: with a residual.
  var output: SavedTensor?
  var scale: Tensor
  var shift: Tensor
  var mean: Tensor
  var inverseDeviation: Tensor
  var activation: Activation
  /// Whether the statistics were the batch's own, hence depend on the input.
  var usesBatchStatistics: Bool
  var hasResidual: Bool
}
