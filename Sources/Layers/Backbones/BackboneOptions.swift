import TensorCore

/// What an architecture may be built for.
public struct BackboneOptions: Hashable, Sendable {
  /// The channels of the images, at least 1.
  public var channels: Int
  /// The height and width of the images; only architectures that flatten their maps depend on it.
  public var imageSize: Extent

  /// Creates options.
  public init(channels: Int, imageSize: Extent) {
    precondition(channels > 0, "a backbone for images of \(channels) channels")
    self.channels = channels
    self.imageSize = imageSize
  }
}
