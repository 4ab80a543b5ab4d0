import Basics

/// The outline of one lung.
///
/// Body coordinates run from about -1 to 1, y down; `x` is the distance from the midline.
struct PhantomLung {
  /// What the lung contributes at a point.
  struct Coverage {
    /// 0 outside, 1 inside, soft at the border.
    var mask: Float = 0
    /// The relative depth of air, 0 to 1.
    var depth: Float = 0
    /// The height above the diaphragm; negative below it.
    var aboveDiaphragm: Float
  }

  let apexX: Float
  let apexY: Float
  let width: Float
  let medialX: Float
  let domeX: Float
  let domeY: Float
  let sulcusDepth: Float

  init(width: Float, apexY: Float, domeY: Float, _ random: inout RandomSource) {
    self.width = width + random.normal(0.02)
    self.apexY = apexY + random.normal(0.015)
    self.domeY = domeY + random.normal(0.02)
    apexX = random.uniform(0.27, 0.33)
    medialX = random.uniform(0.09, 0.12)
    domeX = random.uniform(0.30, 0.42)
    sulcusDepth = random.uniform(0.20, 0.30)
  }

  /// The height from the apex to the dome of the diaphragm.
  var height: Float { domeY - apexY }

  /// The lateral border at a height.
  @inline(__always)
  func lateralX(_ y: Float) -> Float {
    let t = 1 - min(1, max(0, (y - apexY) / (height + 0.1)))
    return apexX + (width - apexX) * (1 - t * t * t).squareRoot()
  }

  /// The height of a point above the diaphragm, which falls off to both sides of its dome.
  @inline(__always)
  func aboveDiaphragm(_ x: Float, _ y: Float) -> Float {
    if x < domeX { return domeY + 0.10 * square((domeX - x) / domeX) - y }
    let q = (x - domeX) / (width - domeX)
    return domeY + sulcusDepth * q * q * (0.35 + 0.65 * q) - y
  }

  /// The lung at a point.
  @inline(__always)
  func coverage(_ x: Float, _ y: Float) -> Coverage {
    let above = aboveDiaphragm(x, y)
    guard y >= apexY, above >= -0.02 else { return Coverage(aboveDiaphragm: above) }
    let t = 1 - min(1, (y - apexY) / 0.22)
    let medial = apexX - (apexX - medialX) * (1 - t * t).squareRoot()
    let (inner, outer) = (x - medial, lateralX(y) - x)
    guard outer >= 0, inner >= -0.03 else { return Coverage(aboveDiaphragm: above) }
    let mask = ramp(0, 0.02, outer) * ramp(-0.03, 0.02, inner) * ramp(-0.012, 0.012, above)
    let depth =
      min(1, outer / 0.22).squareRoot() * min(1, (y - apexY + 0.03) / 0.3).squareRoot()
    return Coverage(mask: mask, depth: depth, aboveDiaphragm: above)
  }

  /// The shares of the upper, middle and lower zone at a height; they sum to 1.
  @inline(__always)
  func zoneWeights(_ y: Float) -> SIMD3<Float> {
    let (first, second) = (apexY + 0.36 * height, apexY + 0.68 * height)
    let upper = 1 - ramp(first - 0.03, first + 0.03, y)
    let lower = ramp(second - 0.03, second + 0.03, y)
    return SIMD3(upper, 1 - upper - lower, lower)
  }

  /// The middle of a zone.
  func middleY(row: Int) -> Float { apexY + height * (0.22 + 0.30 * Float(row)) }
}
