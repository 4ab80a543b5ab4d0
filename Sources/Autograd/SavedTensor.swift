import TensorCore

/// A tensor that a backward rule needs: kept, or computed again from what another rule keeps anyway.
///
/// Normalizations and activations are bound by memory, and what they give is often needed only once more; computing it
/// again gives the same bits. A tape may also keep tensors rounded, in half the memory.
indirect enum SavedTensor: Sendable {
  case kept(Tensor)
  case rounded(RoundedTensor)
  case batchNormalized(
    SavedTensor, mean: Tensor, inverseDeviation: Tensor, scale: Tensor, shift: Tensor,
    activation: Activation)
  case layerNormalized(SavedTensor, scale: Tensor, shift: Tensor, epsilon: Float)
  case activated(Activation, SavedTensor)
  case reshaped(SavedTensor, Shape)
}

extension Backend {
  /// The tensor itself.
  func value(of saved: SavedTensor) -> Tensor {
    switch saved {
    case .kept(let tensor):
      return tensor
    case .rounded(let tensor):
      return widened(tensor)
    case .batchNormalized(
      let input, let mean, let inverseDeviation, let scale, let shift, let activation):
      return normalized(
        value(of: input), scale: scale, shift: shift, mean: mean,
        inverseDeviation: inverseDeviation,
        activation: activation)
    case .layerNormalized(let input, let scale, let shift, let epsilon):
      return layerNorm(value(of: input), scale: scale, shift: shift, epsilon: epsilon).output
    case .activated(let activation, let input):
      return self.activation(value(of: input), activation)
    case .reshaped(let input, let shape):
      return value(of: input).reshaped(to: shape)
    }
  }
}
