import Basics

/// Trunk, shoulders, breasts and stomach bubble.
struct PhantomSoftTissue {
  let halfWidth: Float
  private let density: Float
  private let shoulderY: Float
  private let breastThickness: Float
  private let breast: PhantomPoint
  private let breastRadius: Float
  private let bubbleRadius: Float

  init(lungWidth: Float, diaphragmY: Float, _ random: inout RandomSource) {
    halfWidth = lungWidth + random.uniform(0.12, 0.22)
    density = random.uniform(0.50, 0.64)
    shoulderY = random.uniform(-1.10, -1.00)
    breastThickness = random.nextBool() ? random.uniform(0.03, 0.10) : 0
    breast = PhantomPoint(x: random.uniform(0.36, 0.46), y: diaphragmY - random.uniform(0.05, 0.2))
    breastRadius = random.uniform(0.30, 0.40)
    bubbleRadius = random.nextBool(probability: 0.6) ? random.uniform(0.06, 0.16) : 0
  }

  /// The thickness of the trunk, 0 in the air around it: an oval's path length within the outline.
  @inline(__always)
  func trunk(_ x: Float, _ y: Float) -> Float {
    let top = shoulderY + 0.26 * ramp(0.16, 0.5, x) + 0.08 * ramp(0.5, 1.1, x)
    let below = ramp(-0.05, 0.05, y - top)
    guard below > 0 else { return 0 }
    // The arms hang or are spread: above the armpits there is no edge in the picture.
    let edge = blend(1.45, halfWidth + 0.06 * square(y - 0.2), ramp(-0.50, -0.10, y))
    let q = square(min(1, x / edge))
    return density * (1 - q * q).squareRoot() * below
  }

  /// The thickness of the abdomen below the diaphragm, less the air in the stomach.
  @inline(__always)
  func abdomen(_ x: Float, _ y: Float, isLeft: Bool, lung: PhantomLung, above: Float) -> Float {
    guard above < 0.01 else { return 0 }
    var thickness = 0.20 * ramp(0.01, -0.02, above) * ramp(halfWidth, halfWidth - 0.15, x)
    if isLeft, bubbleRadius > 0 {
      let middle = lung.domeY + 0.07 + 0.6 * bubbleRadius
      let bubble = dome((x - 0.30) / bubbleRadius, (y - middle) / (0.6 * bubbleRadius))
      thickness -= 0.20 * bubble * ramp(-0.01, -0.05, above)
    }
    return thickness
  }

  /// The thickness of a breast, with its lower rim drawn sharply.
  @inline(__always)
  func breasts(_ x: Float, _ y: Float) -> Float {
    guard breastThickness > 0 else { return 0 }
    let (dx, dy) = ((x - breast.x) / breastRadius, (y - breast.y) / (1.05 * breastRadius))
    return breastThickness * dome(dx, dy) * ramp(-0.45, -0.05, y - breast.y)
  }
}
