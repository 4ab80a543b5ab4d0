import Basics
import Glibc

/// A straight piece of a lung vessel.
struct PhantomVessel {
  var start: PhantomPoint
  var end: PhantomPoint
  var radius: Float

  /// Grows the branching vessels of one lung from its hilum.
  ///
  /// - Parameters:
  ///   - hilumY: the height of the hilum.
  ///   - isLeft: the patient's side.
  ///   - random: a source of its own.
  static func tree(hilumY: Float, isLeft: Bool, _ random: inout RandomSource) -> [PhantomVessel] {
    var pieces: [PhantomVessel] = []
    let directions: [Float] = [-1.45, -1.05, -0.65, -0.2, 0.25, 0.65, 1.0, 1.35]
    for direction in directions {
      let root = PhantomPoint(
        x: 0.17 + random.normal(0.015), y: hilumY + 0.09 * sinf(direction) + random.normal(0.01))
      // Standing people have wider vessels below.
      let radius = random.uniform(0.011, 0.017) * (direction > 0 ? 1.15 : 0.85)
      grow(
        &pieces, from: root, direction: direction + random.normal(0.1), radius: radius,
        length: random.uniform(0.19, 0.27), level: 0, &random)
    }
    guard !isLeft else { return pieces }
    return pieces.map { piece in
      var piece = piece
      piece.start.x.negate()
      piece.end.x.negate()
      return piece
    }
  }

  private static func grow(
    _ pieces: inout [PhantomVessel], from root: PhantomPoint, direction: Float, radius: Float,
    length: Float, level: Int, _ random: inout RandomSource
  ) {
    var (tip, direction, radius) = (root, direction, radius)
    for _ in 0..<3 {
      direction += random.normal(0.16)
      let start = tip
      tip.x += length / 3 * cosf(direction)
      tip.y += length / 3 * sinf(direction)
      pieces.append(PhantomVessel(start: start, end: tip, radius: radius * 0.95))
      radius *= 0.90
    }
    guard level < 3 else { return }
    let spread = random.uniform(0.25, 0.55)
    for turn in [spread, -spread * random.uniform(0.7, 1.3)] {
      grow(
        &pieces, from: tip, direction: direction + turn,
        radius: radius * random.uniform(0.68, 0.85),
        length: length * random.uniform(0.68, 0.9), level: level + 1, &random)
    }
  }
}
