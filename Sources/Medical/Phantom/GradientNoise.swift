import Basics
import Glibc

/// Gradient noise over a periodic lattice: smooth, of mean 0, about -1 to 1, one cell a unit.
///
/// Source: Perlin, "Improving noise" (SIGGRAPH 2002), with free gradients instead of a few fixed.
struct GradientNoise {
  private static let period = 64
  private let gradients: [SIMD2<Float>]

  init(_ source: RandomSource) {
    var random = source
    gradients = (0..<Self.period * Self.period).map { _ in
      let angle = random.uniform(0, 2 * .pi)
      return SIMD2(cosf(angle), sinf(angle))
    }
  }

  /// The noise at a position with coordinates below 65,536.
  @inline(__always)
  func value(_ x: Float, _ y: Float) -> Float {
    let (column, row) = (floorInt(x), floorInt(y))
    let (dx, dy) = (x - Float(column), y - Float(row))
    let mask = Self.period - 1
    let (left, right) = (column & mask, (column + 1) & mask)
    let (above, below) = ((row & mask) * Self.period, ((row + 1) & mask) * Self.period)
    let (g00, g01) = (gradients[above + left], gradients[above + right])
    let (g10, g11) = (gradients[below + left], gradients[below + right])
    let a = g00.x * dx + g00.y * dy
    let b = g01.x * (dx - 1) + g01.y * dy
    let c = g10.x * dx + g10.y * (dy - 1)
    let d = g11.x * (dx - 1) + g11.y * (dy - 1)
    let sx = dx * dx * dx * (dx * (dx * 6 - 15) + 10)
    let sy = dy * dy * dy * (dy * (dy * 6 - 15) + 10)
    // 1.5 brings the usual extremes of about 0.7 to the order of 1.
    return 1.5 * blend(blend(a, b, sx), blend(c, d, sx), sy)
  }
}
