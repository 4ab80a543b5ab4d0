import Basics
import Glibc

/// Heart, great vessels and mediastinum.
struct PhantomHeart {
  let middleY: Float
  let density: Float
  private let shiftX: Float
  private let width: Float
  private let height: Float
  private let cosine: Float
  private let sine: Float
  private let knobRadius: Float
  private let mediastinalDensity: Float

  init(diaphragmY: Float, _ random: inout RandomSource) {
    middleY = diaphragmY - 0.15 + random.normal(0.02)
    density = random.uniform(0.20, 0.28)
    shiftX = random.normal(0.02)
    width = random.uniform(0.85, 1.20)
    height = random.uniform(0.9, 1.1)
    let tilt = random.uniform(0.5, 0.8)
    (cosine, sine) = (cosf(tilt), sinf(tilt))
    knobRadius = random.uniform(0.06, 0.10)
    mediastinalDensity = random.uniform(0.19, 0.25)
  }

  /// The height at which the trachea divides.
  var carinaY: Float { middleY - 0.50 }

  /// The relative thickness of the heart; `x` positive on the patient's left.
  @inline(__always)
  func chambers(_ x: Float, _ y: Float) -> Float {
    guard abs(x) < 0.75, abs(y - middleY) < 0.5 else { return 0 }
    let (dx, dy) = (x - (0.18 + shiftX) * width, y - middleY)
    let leftVentricle = dome(
      (cosine * dx + sine * dy) / (0.37 * width), (cosine * dy - sine * dx) / (0.25 * height))
    let rightAtrium = dome((x + 0.04 - shiftX) / (0.175 * width), (dy + 0.02) / (0.26 * height))
    return max(leftVentricle, 0.9 * rightAtrium)
  }

  /// The mediastinal band with aortic knob and pulmonary trunk, 0 to 1.
  @inline(__always)
  func mediastinum(_ x: Float, _ y: Float) -> Float {
    guard abs(x) < 0.25 else { return 0 }
    let half = 0.11 + 0.05 * ramp(-0.2, 0.3, y) - 0.02 * ramp(-0.5, -0.8, y)
    // The neck is thinner than the chest.
    let band = ramp(half + 0.035, half - 0.025, abs(x)) * (0.45 + 0.55 * ramp(-1, -0.55, y))
    let knob = dome((x - 0.115) / knobRadius, (y - middleY + 0.58) / knobRadius)
    let trunk = dome((x - 0.13) / 0.075, (y - middleY + 0.36) / 0.12)
    return max(band, 0.85 * knob, 0.7 * trunk)
  }

  /// The thickness that heart and mediastinum add.
  @inline(__always)
  func thickness(chambers: Float, mediastinum: Float) -> Float {
    density * chambers + mediastinalDensity * mediastinum
  }
}
