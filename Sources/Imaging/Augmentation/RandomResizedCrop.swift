import Basics
import Glibc

/// A random part of the picture, scaled to its size again; torchvision's `RandomResizedCrop`.
public struct RandomResizedCrop: ImageTransform, Hashable {
  /// The range of the part's area, as a fraction of the picture's.
  public var area: ClosedRange<Double>
  /// The part's aspect ratio is drawn between 1 over this and this, at least 1, uniformly in its logarithm.
  public var aspect: Double

  /// Creates the transform with torchvision's defaults.
  public init(area: ClosedRange<Double> = 0.08...1, aspect: Double = 4.0 / 3) {
    precondition(
      area.lowerBound > 0 && area.upperBound <= 1, "RandomResizedCrop: area \(area)")
    precondition(aspect >= 1, "RandomResizedCrop: aspect \(aspect)")
    self.area = area
    self.aspect = aspect
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    let (width, height) = (image.image.width, image.image.height)
    // A square that fits is found at once unless nearly all of the area is asked for.
    for _ in 0..<10 {
      let pixels = Double(width * height) * random.next(in: area)
      let ratio = exp(random.next(around: 0, range: log(aspect)))
      let columns = Int((pixels * ratio).squareRoot().rounded())
      let rows = Int((pixels / ratio).squareRoot().rounded())
      guard (1...width).contains(columns), (1...height).contains(rows) else { continue }
      let left = random.nextInt(below: width - columns + 1)
      let top = random.nextInt(below: height - rows + 1)
      image.crop(left: left, top: top, width: columns, height: rows)
      return
    }
  }
}

extension AugmentedImage {
  /// Replaces the picture by a part of it, scaled to the size of the whole.
  mutating func crop(left: Int, top: Int, width: Int, height: Int) {
    let scaleX = Double(width) / Double(image.width)
    let scaleY = Double(height) / Double(image.height)
    replace(
      by: image.resizedCrop(left: left, top: top, width: width, height: height),
      map: AffineMap(
        scaleX, 0, Double(left) + 0.5 * scaleX - 0.5, 0, scaleY,
        Double(top) + 0.5 * scaleY - 0.5))
  }
}

extension FloatImage {
  /// A part of the picture, scaled bilinearly to the size of the whole; torchvision's `resized_crop`.
  ///
  /// What lies outside of the part does not matter to its edges.
  public func resizedCrop(left: Int, top: Int, width cropWidth: Int, height cropHeight: Int)
    -> FloatImage
  {
    precondition(
      cropWidth > 0 && cropHeight > 0 && left >= 0 && top >= 0 && left + cropWidth <= width
        && top + cropHeight <= height,
      "resizedCrop: \(cropWidth) x \(cropHeight) at \(left), \(top) of \(width) x \(height)")
    let columns = Self.neighbours(of: width, in: left, cropWidth)
    let rows = Self.neighbours(of: height, in: top, cropHeight)
    let result = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      values.withUnsafeBufferPointer { source in
        var next = 0
        for row in rows {
          let (upper, lower) = (row.first * width * channels, row.second * width * channels)
          for column in columns {
            for c in 0..<channels {
              let (west, east) = (column.first * channels + c, column.second * channels + c)
              let above =
                source[upper + west] + column.share * (source[upper + east] - source[upper + west])
              let below =
                source[lower + west] + column.share * (source[lower + east] - source[lower + west])
              target[next] = above + row.share * (below - above)
              next += 1
            }
          }
        }
      }
      count = values.count
    }
    return withValues(result)
  }

  /// For each of `count` samples the two between which it lies, and how near it is to the second.
  private static func neighbours(
    of count: Int, in start: Int, _ length: Int
  ) -> [(first: Int, second: Int, share: Float)] {
    (0..<count).map { index in
      let position = (Double(index) + 0.5) * Double(length) / Double(count) - 0.5
      let inside = min(max(position, 0), Double(length - 1))
      let first = Int(inside)
      return (start + first, start + min(first + 1, length - 1), Float(inside - Double(first)))
    }
  }
}
