import Imaging

/// What happens once to each decoded image: colour conversion and scaling; and how it is normalised.
public struct ImagePreparation: Hashable, Sendable {
  /// The side of the square that comes out, in pixels.
  public var imageSize = 224
  /// 1 (grey) or 3 (colour) channels of the network's input; grey goes to all channels.
  public var channels = 3
  /// What happens to the aspect ratio.
  public var resize = ResizeMode.squash
  /// How pixels are computed when scaling.
  public var interpolation = Interpolation.bilinear
  /// What is subtracted from samples in [0, 1], one number per channel.
  public var mean: [Float] = [0.485, 0.456, 0.406]
  /// What they are divided by after that, one positive number per channel.
  public var deviation: [Float] = [0.229, 0.224, 0.225]

  /// Creates the defaults.
  public init() {}

  /// The image as it is kept.
  func prepare(_ image: Image) -> PreparedImage {
    let image = image.channels > channels ? image.converted(toChannels: channels) : image
    guard image.width != imageSize || image.height != imageSize else { return .levels(image) }
    return .levels(
      image.resized(toSquare: imageSize, mode: resize, interpolation: interpolation))
  }

  /// Whether preparing an image like this one changes nothing.
  func keeps(_ image: Image) -> Bool {
    image.channels <= channels && image.width == imageSize && image.height == imageSize
  }
}
