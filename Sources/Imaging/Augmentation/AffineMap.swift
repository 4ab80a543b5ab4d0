import Glibc

/// An affine map of the plane: `(x, y)` goes to `(a x + b y + c, d x + e y + f)`.
public struct AffineMap: Hashable, Sendable {
  /// The six coefficients in the order of the formula.
  public var (a, b, c, d, e, f): (Double, Double, Double, Double, Double, Double)

  /// Creates a map from its coefficients.
  public init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  /// The map that leaves every point where it is.
  public static let identity = AffineMap(1, 0, 0, 0, 1, 0)

  /// Mirrors left to right.
  public static func mirror(width: Int) -> AffineMap {
    AffineMap(-1, 0, Double(width - 1), 0, 1, 0)
  }

  /// The map from output to input positions of a rotation, a shear, a scaling and a translation.
  ///
  /// The picture is sheared, scaled and turned about a centre, then moved; the map is the inverse, which tells where
  /// each output pixel comes from. As torchvision's `affine`, whose angles are clockwise.
  ///
  /// - Parameters:
  ///   - degrees: the angle, counter-clockwise as one looks at the picture.
  ///   - scale: above 0; 2 doubles the size of what is seen.
  ///   - shear: the angles of the two shears, in degrees, less than 90.
  ///   - shift: how far the picture moves right and down, in pixels.
  ///   - center: what stays in place but for the shift; nil: the picture's centre.
  ///   - width: pixels per row.
  ///   - height: rows.
  public static func inverse(
    degrees: Double = 0, scale: Double = 1, shear: (x: Double, y: Double) = (0, 0),
    shift: (x: Double, y: Double) = (0, 0), center: (x: Double, y: Double)? = nil, width: Int,
    height: Int
  ) -> AffineMap {
    precondition(scale > 0, "AffineMap: scale \(scale)")
    let angle = -degrees * .pi / 180
    let (shearX, shearY) = (shear.x * .pi / 180, shear.y * .pi / 180)
    // The forward matrix is scale R(angle) SHy SHx; its determinant without the scale is 1.
    let a = cos(angle - shearY) / cos(shearY)
    let b = -a * tan(shearX) - sin(angle)
    let c = sin(angle - shearY) / cos(shearY)
    let d = -c * tan(shearX) + cos(angle)
    // Pixel centres have whole coordinates.
    let (centerX, centerY) = center ?? (Double(width - 1) / 2, Double(height - 1) / 2)
    let (movedX, movedY) = (centerX + shift.x, centerY + shift.y)
    let (xx, xy, yx, yy) = (d / scale, -b / scale, -c / scale, a / scale)
    return AffineMap(
      xx, xy, centerX - xx * movedX - xy * movedY,
      yx, yy, centerY - yx * movedX - yy * movedY)
  }

  /// The factor by which areas grow, negative where the plane is turned over.
  public var determinant: Double { a * e - b * d }

  /// Whether left and right, or top and bottom, have changed places.
  public var isMirrored: Bool { determinant < 0 }

  /// First `other`, then this map.
  public func after(_ other: AffineMap) -> AffineMap {
    AffineMap(
      a * other.a + b * other.d, a * other.b + b * other.e, a * other.c + b * other.f + c,
      d * other.a + e * other.d, d * other.b + e * other.e, d * other.c + e * other.f + f)
  }
}
