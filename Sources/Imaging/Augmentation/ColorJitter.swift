import Basics

/// Random changes of brightness, contrast, saturation and hue, in random order; torchvision's `ColorJitter`.
public struct ColorJitter: ImageTransform, Hashable {
  /// The factor of brightness is drawn from 1 - this to 1 + this, from 0 to 1.
  public var brightness: Double
  /// Likewise the factor of the distance from the mean.
  public var contrast: Double
  /// Likewise the factor of the distance from grey.
  public var saturation: Double
  /// The largest shift of the hue to either side, from 0 to 0.5 of its circle.
  public var hue: Double

  /// Creates the transform.
  public init(
    brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0
  ) {
    for value in [brightness, contrast, saturation] {
      precondition((0...1).contains(value), "ColorJitter: range \(value)")
    }
    precondition((0...0.5).contains(hue), "ColorJitter: hue \(hue)")
    self.brightness = brightness
    self.contrast = contrast
    self.saturation = saturation
    self.hue = hue
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    let order = random.shuffled([0, 1, 2, 3])
    let factors = [(1, brightness), (1, contrast), (1, saturation), (0, hue)]
      .map { Float(random.next(around: $0, range: $1)) }
    for change in order where [brightness, contrast, saturation, hue][change] > 0 {
      switch change {
      case 0: image.image = image.image.adjustedBrightness(factors[0])
      case 1: image.image = image.image.adjustedContrast(factors[1])
      case 2: image.image = image.image.adjustedSaturation(factors[2])
      default: image.image = image.image.adjustedHue(factors[3])
      }
    }
  }
}
