import Basics

/// A random rotation, scaling, shear and translation in one interpolation.
public struct RandomAffine: ImageTransform, Hashable {
  /// The largest rotation to either side, in degrees.
  public var degrees: Double
  /// The largest shift in any direction, as a fraction of the side.
  public var translation: Double
  /// The range of the scale, drawn uniformly; 1 keeps the size.
  public var scale: ClosedRange<Double>
  /// The largest horizontal shear to either side, in degrees.
  public var shear: Double
  /// What appears beyond the edges.
  public var border: ImageBorder

  /// Creates the transform.
  public init(
    degrees: Double, translation: Double = 0, scale: ClosedRange<Double> = 1...1,
    shear: Double = 0, border: ImageBorder = .constant(0)
  ) {
    precondition(degrees >= 0 && translation >= 0, "RandomAffine: negative range")
    precondition((0..<90).contains(shear), "RandomAffine: shear \(shear)")
    precondition(scale.lowerBound > 0, "RandomAffine: scale \(scale)")
    self.degrees = degrees
    self.translation = translation
    self.scale = scale
    self.shear = shear
    self.border = border
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    // Always five draws, so that each parameter depends on its own place in the stream.
    let (width, height) = (image.image.width, image.image.height)
    let angle = random.next(around: 0, range: degrees)
    let scale = random.next(in: scale)
    let shiftX = random.next(around: 0, range: translation * Double(width))
    let shiftY = random.next(around: 0, range: translation * Double(height))
    let shear = random.next(around: 0, range: shear)
    image.warp(
      by: .inverse(
        degrees: angle, scale: scale, shear: (shear, 0), shift: (shiftX, shiftY), width: width,
        height: height),
      border: border)
  }
}
