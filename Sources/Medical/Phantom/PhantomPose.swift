import Basics
import Glibc

/// How the body lies in the picture: scale, rotation, shift, aspect.
struct PhantomPose {
  private let scaleX: Float
  private let scaleY: Float
  private let cosine: Float
  private let sine: Float
  private let shift: PhantomPoint

  init(_ source: RandomSource) {
    var random = source
    let scale = random.uniform(0.90, 1.10)
    let aspect = random.uniform(0.95, 1.05)
    let angle = random.normal(0.035)
    scaleX = scale * aspect
    scaleY = scale / aspect
    (cosine, sine) = (cosf(angle), sinf(angle))
    shift = PhantomPoint(x: random.normal(0.035), y: random.normal(0.035))
  }

  /// Body coordinates of a pixel's middle.
  @inline(__always)
  func body(column: Int, row: Int, size: Int) -> PhantomPoint {
    let unit = 2 / Float(size)
    let (x, y) = ((Float(column) + 0.5) * unit - 1, (Float(row) + 0.5) * unit - 1)
    return PhantomPoint(
      x: scaleX * (cosine * x - sine * y) + shift.x, y: scaleY * (sine * x + cosine * y) + shift.y)
  }

  /// The pixel coordinates of a point of the body.
  func pixel(_ point: PhantomPoint, size: Int) -> PhantomPoint {
    let (x, y) = ((point.x - shift.x) / scaleX, (point.y - shift.y) / scaleY)
    let half = 0.5 * Float(size)
    return PhantomPoint(
      x: (cosine * x + sine * y + 1) * half - 0.5, y: (cosine * y - sine * x + 1) * half - 0.5)
  }

  /// A length of the body in pixels.
  func pixels(_ length: Float, size: Int) -> Float { length / scaleX * 0.5 * Float(size) }
}
