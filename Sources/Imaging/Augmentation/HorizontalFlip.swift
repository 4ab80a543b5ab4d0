import Basics

/// Mirrors a picture left to right.
///
/// Where sides mean something, whoever uses it must exchange what is right and left in the truth as well: see
/// `AugmentedImage.isMirrored`.
public struct HorizontalFlip: ImageTransform, Hashable {
  /// How often it happens, from 0 to 1.
  public var probability: Double

  /// Creates the transform.
  public init(probability: Double = 0.5) {
    precondition((0...1).contains(probability), "HorizontalFlip: probability \(probability)")
    self.probability = probability
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    guard random.nextBool(probability: probability) else { return }
    image.replace(by: image.image.mirrored(), map: .mirror(width: image.image.width))
  }
}

extension FloatImage {
  /// Returns the picture mirrored left to right.
  public func mirrored() -> FloatImage {
    var result = values
    for y in 0..<height {
      for x in 0..<width {
        let (target, source) = ((y * width + x) * channels, (y * width + width - 1 - x) * channels)
        for c in 0..<channels { result[target + c] = values[source + c] }
      }
    }
    return withValues(result)
  }
}
