/// The part of the value range that a picture uses.
///
/// A 12-bit radiograph stored in 16 bits uses 6 % of the range and looks black to a network unless
/// `Intensity` stretches it.
public struct IntensityRange: Hashable, Sendable {
  /// The smallest sample value.
  public let minimum: Int
  /// The largest sample value.
  public let maximum: Int
  /// The value of white at the picture's depth: 255 or 65,535.
  public let white: Int

  /// Measures a picture, over all its channels.
  public init(of image: Image) {
    white = Int(image.maximum)
    switch image.samples {
    case .bits8(let values):
      minimum = Int(values.min() ?? 0)
      maximum = Int(values.max() ?? 0)
    case .bits16(let values):
      minimum = Int(values.min() ?? 0)
      maximum = Int(values.max() ?? 0)
    }
  }

  /// The share of the range between the extremes, from 0 (constant) to 1 (black to white).
  public var usedFraction: Double { Double(maximum - minimum) / Double(white) }
}
