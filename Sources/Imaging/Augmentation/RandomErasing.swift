import Basics
import Glibc

/// Blackens a random rectangle; torchvision's `RandomErasing`.
public struct RandomErasing: ImageTransform, Hashable {
  /// How often it happens, from 0 to 1.
  public var probability: Double
  /// The range of the rectangle's area, as a fraction of the picture's.
  public var area: ClosedRange<Double>

  /// Creates the transform with torchvision's defaults.
  public init(probability: Double = 0.5, area: ClosedRange<Double> = 0.02...0.33) {
    precondition((0...1).contains(probability), "RandomErasing: probability \(probability)")
    precondition(area.lowerBound >= 0 && area.upperBound < 1, "RandomErasing: area \(area)")
    self.probability = probability
    self.area = area
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    guard random.nextBool(probability: probability) else { return }
    let (width, height) = (image.image.width, image.image.height)
    for _ in 0..<10 {
      let pixels = Double(width * height) * random.next(in: area)
      // torchvision's ratios, height over width, are from 0.3 to 3.3.
      let ratio = exp(random.next(in: log(0.3)...log(3.3)))
      let rows = Int((pixels * ratio).squareRoot().rounded())
      let columns = Int((pixels / ratio).squareRoot().rounded())
      guard (1..<height).contains(rows), (1..<width).contains(columns) else { continue }
      let left = random.nextInt(below: width - columns + 1)
      let top = random.nextInt(below: height - rows + 1)
      image.image = image.image.erased(left: left, top: top, width: columns, height: rows)
      return
    }
  }
}

extension FloatImage {
  /// The picture with a black rectangle.
  public func erased(left: Int, top: Int, width eraseWidth: Int, height eraseHeight: Int)
    -> FloatImage
  {
    var result = values
    for y in top..<top + eraseHeight {
      let first = (y * width + left) * channels
      for place in first..<first + eraseWidth * channels { result[place] = 0 }
    }
    return withValues(result)
  }
}
