/// A picture of real-valued samples, interleaved (height, width, channel), rows from the top.
///
/// What preprocessing and augmentation work on, usually with values from 0 (black) to 1 (white).
public struct FloatImage: Hashable, Sendable {
  /// Pixels per row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// The samples, whose number must stay.
  ///
  /// Sample (x, y, c) lies at `(y * width + x) * channels + c`.
  public var values: [Float]

  /// Creates a picture from its samples.
  ///
  /// - Parameters:
  ///   - width: pixels per row, at least 1.
  ///   - height: rows, at least 1.
  ///   - channels: 1 or 3.
  ///   - values: `width * height * channels` numbers.
  public init(width: Int, height: Int, channels: Int, values: [Float]) {
    precondition(width > 0 && height > 0, "FloatImage: \(width) x \(height) pixels")
    precondition(channels == 1 || channels == 3, "FloatImage: \(channels) channels, not 1 or 3")
    precondition(
      values.count == width * height * channels,
      "FloatImage: \(values.count) values for \(width) x \(height) x \(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.values = values
  }

  /// Creates a picture with the sample values of a decoded one (0 to 255 or 0 to 65,535).
  public init(_ image: Image) {
    self.init(
      width: image.width, height: image.height, channels: image.channels,
      values: image.samples.floats)
  }

  /// Returns a picture of the same shape with other samples.
  public func withValues(_ values: [Float]) -> FloatImage {
    FloatImage(width: width, height: height, channels: channels, values: values)
  }
}
