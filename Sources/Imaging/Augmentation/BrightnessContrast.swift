import Basics

/// Random changes of exposure: contrast about the picture's mean, then brightness.
///
///     y = clamp(contrast * (x - mean) + mean * brightness, 0, 1)
///
/// Both factors are uniform in `1 - range ... 1 + range`.
public struct BrightnessContrast: ImageTransform, Hashable {
  /// The range of the brightness factor, from 0 to 1.
  public var brightness: Double
  /// The range of the contrast factor, from 0 to 1.
  public var contrast: Double

  /// Creates the transform.
  public init(brightness: Double, contrast: Double) {
    precondition((0...1).contains(brightness), "BrightnessContrast: brightness \(brightness)")
    precondition((0...1).contains(contrast), "BrightnessContrast: contrast \(contrast)")
    self.brightness = brightness
    self.contrast = contrast
  }

  public func apply(to image: inout FloatImage, random: inout RandomSource) {
    let bright = Float(1 + brightness * (2 * random.nextUniform() - 1))
    let factor = Float(1 + contrast * (2 * random.nextUniform() - 1))
    let mean = Float(image.values.reduce(0.0) { $0 + Double($1) } / Double(image.values.count))
    image = image.withValues(
      image.values.map { min(max(factor * ($0 - mean) + mean * bright, 0), 1) })
  }
}
