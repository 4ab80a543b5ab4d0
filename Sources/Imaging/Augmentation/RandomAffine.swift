import Basics

/// A random rotation, scaling and translation in one interpolation.
public struct RandomAffine: ImageTransform, Hashable {
  /// The largest rotation to either side, in degrees.
  public var degrees: Double
  /// The largest shift in any direction, as a fraction of the side.
  public var translation: Double
  /// The range of the scale, drawn uniformly; 1 keeps the size.
  public var scale: ClosedRange<Double>
  /// What appears beyond the edges.
  public var border: ImageBorder

  /// Creates the transform.
  public init(
    degrees: Double, translation: Double, scale: ClosedRange<Double>,
    border: ImageBorder = .constant(0)
  ) {
    precondition(degrees >= 0 && translation >= 0, "RandomAffine: negative range")
    precondition(scale.lowerBound > 0, "RandomAffine: scale \(scale)")
    self.degrees = degrees
    self.translation = translation
    self.scale = scale
    self.border = border
  }

  public func apply(to image: inout FloatImage, random: inout RandomSource) {
    // Always four draws, so that each parameter depends on its own place in the stream.
    let angle = degrees * symmetric(&random)
    let scale = scale.lowerBound + (scale.upperBound - scale.lowerBound) * random.nextUniform()
    let shiftX = translation * Double(image.width) * symmetric(&random)
    let shiftY = translation * Double(image.height) * symmetric(&random)
    let map = AffineMap.inverse(
      degrees: angle, scale: scale, shift: (shiftX, shiftY), width: image.width,
      height: image.height)
    image = image.warped(by: map, border: border)
  }

  /// Uniform in [-1, 1).
  private func symmetric(_ random: inout RandomSource) -> Double { 2 * random.nextUniform() - 1 }
}
