import Glibc

/// What lies beyond the edge of a picture.
public enum ImageBorder: Hashable, Sendable {
  /// One value everywhere, 0 for black.
  case constant(Float)
  /// The picture mirrored at its edge pixels, which are not repeated: `d c b | a b c d | c b a`.
  case reflect
}

extension FloatImage {
  /// Returns the picture seen through an affine map, interpolated bilinearly.
  ///
  /// - Parameters:
  ///   - map: from output positions to input positions; pixel centres have whole coordinates.
  ///   - border: what lies outside.
  public func warped(by map: AffineMap, border: ImageBorder) -> FloatImage {
    let (lastX, lastY) = (Double(width - 1), Double(height - 1))
    let row = width * channels
    let result = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      values.withUnsafeBufferPointer { source in
        var next = 0
        for y in 0..<height {
          let startX = map.b * Double(y) + map.c
          let startY = map.e * Double(y) + map.f
          for x in 0..<width {
            let sourceX = map.a * Double(x) + startX
            let sourceY = map.d * Double(x) + startY
            // Most positions lie inside, where truncation is the floor.
            guard sourceX >= 0, sourceY >= 0, sourceX < lastX, sourceY < lastY else {
              for c in 0..<channels {
                target[next + c] = interpolated(sourceX, sourceY, c, border)
              }
              next += channels
              continue
            }
            let (left, top) = (Int(sourceX), Int(sourceY))
            let (partX, partY) = (Float(sourceX - Double(left)), Float(sourceY - Double(top)))
            let first = top &* row &+ left &* channels
            for c in 0..<channels {
              let place = first &+ c
              let (northWest, northEast) = (source[place], source[place &+ channels])
              let (southWest, southEast) = (source[place &+ row], source[place &+ row &+ channels])
              let upper = northWest * (1 - partX) + northEast * partX
              let lower = southWest * (1 - partX) + southEast * partX
              target[next + c] = upper * (1 - partY) + lower * partY
            }
            next += channels
          }
        }
      }
      count = values.count
    }
    return withValues(result)
  }

  /// The value between the four samples around a position anywhere.
  private func interpolated(_ x: Double, _ y: Double, _ c: Int, _ border: ImageBorder) -> Float {
    let (left, top) = (floor(x), floor(y))
    let (partX, partY) = (Float(x - left), Float(y - top))
    let upper =
      sample(left, top, c, border) * (1 - partX) + sample(left + 1, top, c, border) * partX
    let lower =
      sample(left, top + 1, c, border) * (1 - partX) + sample(left + 1, top + 1, c, border) * partX
    return upper * (1 - partY) + lower * partY
  }

  /// The sample at a whole position, inside or outside.
  private func sample(_ x: Double, _ y: Double, _ c: Int, _ border: ImageBorder) -> Float {
    let inside = x >= 0 && y >= 0 && x < Double(width) && y < Double(height)
    switch border {
    case _ where inside: return values[(Int(y) * width + Int(x)) * channels + c]
    case .constant(let value): return value
    case .reflect:
      let (x, y) = (Self.reflected(x, length: width), Self.reflected(y, length: height))
      return values[(y * width + x) * channels + c]
    }
  }

  private static func reflected(_ position: Double, length: Int) -> Int {
    guard length > 1 else { return 0 }
    let period = Double(2 * (length - 1))
    let phase = fmod(abs(position), period)
    return Int(phase < Double(length) ? phase : period - phase)
  }
}
