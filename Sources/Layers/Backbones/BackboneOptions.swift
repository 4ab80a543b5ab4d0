import TensorCore

/// What an architecture may be built for.
public struct BackboneOptions: Hashable, Sendable {
  /// The channels of the images, at least 1.
  public var channels: Int
  /// The height and width of the images; only architectures that flatten their maps depend on it.
  public var imageSize: Extent
  /// The probability of a feature to fall before the head, in [0, 1); a backbone's own dropouts follow it.
  public var dropout: Float

  /// Creates options.
  public init(channels: Int, imageSize: Extent, dropout: Float = 0) {
    precondition(channels > 0, "a backbone for images of \(channels) channels")
    self.channels = channels
    self.imageSize = imageSize
    self.dropout = dropout
  }
}
