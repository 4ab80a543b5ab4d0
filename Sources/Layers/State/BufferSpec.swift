import TensorCore

/// The description of a tensor that is kept but not trained, such as a running mean.
public struct BufferSpec: Hashable, Sendable {
  /// PyTorch's dotted name, such as `bn1.running_mean`.
  public let name: String
  /// The extents, here and in PyTorch.
  public let shape: Shape
  /// The first value of every element.
  public let initialValue: Float
}
