import Basics

/// Spine with airways, and the ribs.
struct PhantomSkeleton {
  private let phase: Float
  private let spacing: Float
  private let slope: Float
  private let halfWidth: Float
  private let density: Float
  private let spineDensity: Float
  // Sixteen ribs each: right and left posterior, right and left anterior.
  private let jitter: (SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>)

  init(_ random: inout RandomSource) {
    phase = random.uniform(0, 1)
    spacing = random.uniform(0.125, 0.150)
    slope = random.uniform(0.8, 1.2)
    halfWidth = random.uniform(0.25, 0.32)
    density = random.uniform(0.045, 0.075)
    spineDensity = random.uniform(0.07, 0.12)
    func row() -> SIMD16<Float> {
      var values = SIMD16<Float>()
      for index in values.indices { values[index] = random.normal(0.05) }
      return values
    }
    jitter = (row(), row(), row(), row())
  }

  /// The thickness of the vertebrae, less the air in trachea and main bronchi.
  @inline(__always)
  func spine(_ x: Float, _ y: Float, carinaY: Float) -> Float {
    let distance = abs(x)
    var thickness: Float = 0
    if distance < 0.14 {
      let body = ramp(0.095, 0.075, distance)
      let position = y / (spacing * 1.02) + phase
      // 0 in the middle of a vertebra, 0.5 in a disc.
      let fromMiddle = abs(position - Float(floorInt(position)) - 0.5)
      thickness = spineDensity * body * (0.75 + 0.35 * ramp(0.46, 0.34, fromMiddle))
      thickness +=
        0.04 * body * max(0, 1 - square((distance - 0.05) / 0.018) - square(fromMiddle / 0.16))
      let trachea = dome(x / 0.045, 0)
      thickness -= 0.15 * trachea * ramp(-1.1, -0.9, y) * ramp(carinaY + 0.02, carinaY - 0.03, y)
    }
    if y > carinaY - 0.03, y < carinaY + 0.14 {
      let bronchus = dome((distance - y + carinaY) / 0.035, 0)
      thickness -= 0.06 * bronchus * ramp(carinaY + 0.14, carinaY + 0.05, y)
    }
    return thickness
  }

  /// The thickness of posterior and anterior ribs.
  ///
  /// - Parameters:
  ///   - x: distance from the midline.
  ///   - y: height.
  ///   - cage: the half width of the rib cage at that height.
  ///   - isLeft: the side.
  ///   - aboveDiaphragm: ribs fade below it, where soft parts are thick.
  @inline(__always)
  func ribs(_ x: Float, _ y: Float, cage: Float, isLeft: Bool, aboveDiaphragm: Float) -> Float {
    let q = x / cage
    guard q < 1.05, q > 0.1 else { return 0 }
    guard y > -0.95 else { return 0 }
    let fade =
      ramp(1.05, 0.98, q) * (0.35 + 0.65 * ramp(-0.15, 0.05, aboveDiaphragm))
      * ramp(-0.95, -0.8, y)
    let upper = ramp(0.1, -0.8, y)
    let e = max(0, 1 - q)
    // Posterior ribs rise a little from the spine, then fall to the side.
    let posterior = slope * (-0.32 * q * (1.2 - min(q, 1.2)) + (0.30 + 0.1 * upper) * q * q * q)
    var thickness =
      rib((y - posterior) / spacing + phase, isLeft ? jitter.1 : jitter.0) * ramp(0.10, 0.16, x)
    if q > 0.32, y < 0.45 {
      // Anterior ribs go on from the side down to the sternum and end in cartilage.
      let anterior = slope * (0.24 + 0.52 * e - 0.16 * e * e)
      let end = ramp(0.32, 0.55, q) * ramp(0.45, 0.30, y)
      let position = (y - anterior) / (spacing * 1.03) + phase + 0.4
      thickness += 0.75 * rib(position, isLeft ? jitter.3 : jitter.2) * end
    }
    return thickness * fade * density * (1 + 0.3 * ramp(0.85, 1, q))
  }

  /// The cross-section of the rib nearest to a position, with denser edges.
  @inline(__always)
  private func rib(_ position: Float, _ jitter: SIMD16<Float>) -> Float {
    let number = floorInt(position + 0.5)
    let offset = jitter[(number + 8) & 15]
    let distance = abs(position - Float(number) - 0.6 * offset)
    let half = halfWidth * (1 + offset)
    guard distance < half + 0.05 else { return 0 }
    let edge = ramp(half - 0.12, half - 0.02, distance) * ramp(half + 0.05, half, distance)
    return 0.7 * ramp(half + 0.05, half - 0.05, distance) + 0.45 * edge
  }
}
