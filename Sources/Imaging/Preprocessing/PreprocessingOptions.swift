/// How a decoded picture becomes the input of a network.
///
/// Three steps, so that the first can be cached and augmentation can come in between:
///
///     let prepared = options.prepare(image)      // channels, size, intensity window; compact
///     var values = options.unitImage(prepared)   // square, values from 0 to 1
///     // augmentation
///     let input = options.normalize(values)      // `channels` channels, (x - mean) / std
public struct PreprocessingOptions: Hashable, Sendable {
  /// The side of the square in pixels, at least 1.
  public var size: Int
  /// How pictures of other shapes become square.
  public var resize: ResizeMode
  /// How pixels are interpolated.
  public var interpolation: Interpolation
  /// The channels of the result: 1 (luma) or 3.
  public var channels: Int
  /// Which sample values become 0 and 1.
  public var intensity: Intensity
  /// What follows; its custom numbers must fit `channels`.
  public var normalization: Normalization

  /// Creates options; the defaults are those of the configuration.
  public init(
    size: Int = 224, resize: ResizeMode = .squash, interpolation: Interpolation = .bilinear,
    channels: Int = 3, intensity: Intensity = .fullRange, normalization: Normalization = .imagenet
  ) {
    precondition(size > 0, "PreprocessingOptions: size \(size)")
    precondition(channels == 1 || channels == 3, "PreprocessingOptions: \(channels) channels")
    self.size = size
    self.resize = resize
    self.interpolation = interpolation
    self.channels = channels
    self.intensity = intensity
    self.normalization = normalization
  }
}
