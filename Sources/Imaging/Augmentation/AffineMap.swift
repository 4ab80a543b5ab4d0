import Glibc

/// An affine map of the plane: `(x, y)` goes to `(a x + b y + c, d x + e y + f)`.
public struct AffineMap: Hashable, Sendable {
  /// The six coefficients in the order of the formula.
  public var (a, b, c, d, e, f): (Double, Double, Double, Double, Double, Double)

  /// Creates a map from its coefficients.
  public init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  /// The map from output to input positions of a rotation, a scaling and a translation.
  ///
  /// The picture is turned and scaled about its centre, then moved; the map is the inverse, which
  /// tells where each output pixel comes from.
  ///
  /// - Parameters:
  ///   - degrees: the angle, counter-clockwise as one looks at the picture.
  ///   - scale: above 0; 2 doubles the size of what is seen.
  ///   - shift: how far the picture moves right and down, in pixels.
  ///   - width: pixels per row.
  ///   - height: rows.
  public static func inverse(
    degrees: Double, scale: Double, shift: (x: Double, y: Double), width: Int, height: Int
  ) -> AffineMap {
    precondition(scale > 0, "AffineMap: scale \(scale)")
    let angle = degrees * .pi / 180
    let (cosine, sine) = (cos(angle) / scale, sin(angle) / scale)
    // Pixel centres have whole coordinates.
    let (centerX, centerY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    let (movedX, movedY) = (centerX + shift.x, centerY + shift.y)
    // Rows run downwards, so that a counter-clockwise turn has this sign of the sine.
    return AffineMap(
      cosine, -sine, centerX - cosine * movedX + sine * movedY,
      sine, cosine, centerY - sine * movedX - cosine * movedY)
  }
}
