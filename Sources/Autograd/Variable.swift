import TensorCore

/// A tensor on a tape: a leaf, a constant, or the result of an operation.
public struct Variable: Sendable {
  /// The place of a variable on its tape; gradients are stored under it.
  public struct ID: Hashable, Sendable {
    let index: Int
  }

  /// Identifies the variable on the tape that made it.
  public let id: ID

  /// What the forward pass computed.
  public let value: Tensor

  /// Whether the tape follows this variable back in `backward`.
  public let requiresGradient: Bool

  /// How the value can be computed again from what backward rules keep anyway; nil if it cannot.
  let recipe: SavedTensor?

  /// The extents of the value.
  public var shape: Shape { value.shape }
}
