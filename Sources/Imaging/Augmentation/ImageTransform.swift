import Basics

/// A random change of a picture, for training only.
///
/// A pure function of the picture and the random source: the same source gives the same result.
/// Values lie between 0 and 1 before and after; the picture's shape does not change.
public protocol ImageTransform: Sendable {
  /// Changes the picture, drawing what it needs from `random`.
  func apply(to image: inout AugmentedImage, random: inout RandomSource)
}

extension Sequence<any ImageTransform> {
  /// The picture after the transforms, one after the other.
  ///
  /// Each draws from a source of its own, derived from its place, so that one that draws more
  /// numbers does not change what the next one does.
  public func applied(to image: FloatImage, random: RandomSource) -> AugmentedImage {
    var result = AugmentedImage(image)
    for (place, transform) in enumerated() {
      var source = random.split(place)
      transform.apply(to: &result, random: &source)
    }
    return result
  }
}

extension RandomSource {
  /// Uniform in `center - range ..< center + range`.
  mutating func next(around center: Double, range: Double) -> Double {
    center + range * (2 * nextUniform() - 1)
  }

  /// Uniform in a range.
  mutating func next(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * nextUniform()
  }
}
