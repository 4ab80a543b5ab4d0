import TensorCore

/// What the backward rule of attention needs; the probabilities are computed again.
struct SavedAttention {
  var packed: SavedTensor
  var output: SavedTensor
  var logSums: Tensor
  var heads: Int
}
