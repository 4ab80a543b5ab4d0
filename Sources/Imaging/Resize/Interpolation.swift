/// How resizing computes a pixel from its neighbours.
///
/// Both kernels are stretched by the scale factor when shrinking, so that every input pixel counts
/// (anti-aliasing). Values equal Pillow's `BILINEAR` and `BICUBIC`.
public enum Interpolation: String, Hashable, Sendable, CaseIterable {
  /// A triangle: `1 - |x|` for `|x| < 1`.
  case bilinear
  /// Keys' cubic convolution with a = -0.5; may overshoot at edges.
  case bicubic

  /// The name in configurations.
  public var name: String { rawValue }

  /// The half width of the kernel at scale 1.
  var support: Double {
    switch self {
    case .bilinear: 1
    case .bicubic: 2
    }
  }

  /// The kernel's value at a distance in (scaled) input pixels.
  func weight(at distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .bilinear: return x < 1 ? 1 - x : 0
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    }
  }
}
