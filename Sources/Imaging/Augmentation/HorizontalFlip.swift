import Basics

/// Mirrors a picture left to right.
///
/// Never for pictures whose sides mean something: it swaps the zones of a radiograph.
public struct HorizontalFlip: ImageTransform, Hashable {
  /// How often it happens, from 0 to 1.
  public var probability: Double

  /// Creates the transform.
  public init(probability: Double = 0.5) {
    precondition((0...1).contains(probability), "HorizontalFlip: probability \(probability)")
    self.probability = probability
  }

  public func apply(to image: inout FloatImage, random: inout RandomSource) {
    if random.nextBool(probability: probability) { image = image.mirrored() }
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
