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
    let result = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      values.withUnsafeBufferPointer { source in
        var next = 0
        for y in 0..<height {
          for x in 0..<width {
            let sourceX = map.a * Double(x) + map.b * Double(y) + map.c
            let sourceY = map.d * Double(x) + map.e * Double(y) + map.f
            for c in 0..<channels {
              target[next] = sample(source, sourceX, sourceY, c, border)
              next += 1
            }
          }
        }
      }
      count = values.count
    }
    return withValues(result)
  }

  /// The value between the four samples around a position.
  private func sample(
    _ source: UnsafeBufferPointer<Float>, _ x: Double, _ y: Double, _ c: Int, _ border: ImageBorder
  ) -> Float {
    let (left, top) = (floor(x), floor(y))
    let (partX, partY) = (Float(x - left), Float(y - top))
    let corners: (Float, Float, Float, Float)
    if left >= 0 && top >= 0 && left + 1 < Double(width) && top + 1 < Double(height) {
      let first = (Int(top) * width + Int(left)) * channels + c
      let below = first + width * channels
      corners = (source[first], source[first + channels], source[below], source[below + channels])
    } else {
      corners = (
        sample(left, top, c, border), sample(left + 1, top, c, border),
        sample(left, top + 1, c, border), sample(left + 1, top + 1, c, border)
      )
    }
    let upper = corners.0 * (1 - partX) + corners.1 * partX
    let lower = corners.2 * (1 - partX) + corners.3 * partX
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
