import Basics

/// Mirrors a picture top to bottom.
public struct VerticalFlip: ImageTransform, Hashable {
  /// How often it happens, from 0 to 1.
  public var probability: Double

  /// Creates the transform.
  public init(probability: Double = 0.5) {
    precondition((0...1).contains(probability), "VerticalFlip: probability \(probability)")
    self.probability = probability
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    guard random.nextBool(probability: probability) else { return }
    let source = image.image
    let row = source.width * source.channels
    let values = (0..<source.height).reversed().flatMap { y in
      source.values[y * row..<(y + 1) * row]
    }
    image.replace(
      by: source.withValues(values),
      map: AffineMap(1, 0, 0, 0, -1, Double(source.height - 1)))
  }
}
