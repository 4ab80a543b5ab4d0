import TensorCore

/// What the backward rule of attention needs; the probabilities are computed again.
struct SavedAttention {
  var packed: Tensor
  var output: Tensor
  var logSums: Tensor
  var heads: Int
}
