import TensorCore

/// What the backward rule of a layer norm needs.
struct SavedLayerNorm {
  var input: SavedTensor
  var scale: Tensor
  var mean: Tensor
  var inverseDeviation: Tensor
  var epsilon: Float
}
