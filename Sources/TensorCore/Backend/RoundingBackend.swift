/// Half-sized copies of what is kept from the forward to the backward pass.
public protocol RoundingBackend {
  /// Every element as the nearest bfloat16, ties to even.
  func rounded(_ input: Tensor) -> RoundedTensor

  /// The same numbers as floats.
  func widened(_ input: RoundedTensor) -> Tensor
}
