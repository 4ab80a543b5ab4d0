import TensorCore

/// What the backward rule of a batch norm needs.
struct SavedBatchNorm {
  var input: SavedTensor
  /// Where the output was above 0; nil when that can be computed again: without a residual.
  var positive: PositiveBits?
  var scale: Tensor
  var shift: Tensor
  var mean: Tensor
  var inverseDeviation: Tensor
  var activation: Activation
  /// Whether the statistics were the batch's own, hence depend on the input.
  var usesBatchStatistics: Bool
  var hasResidual: Bool
}
