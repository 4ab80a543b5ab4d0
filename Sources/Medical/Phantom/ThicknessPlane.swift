/// A square picture in units of attenuating thickness, into which strokes are drawn.
struct ThicknessPlane {
  /// How the thickness of a stroke falls off from its middle line.
  enum Profile {
    /// A cylinder's path length, sharp at the rim.
    case tube
    /// A parabola.
    case soft
  }

  let size: Int
  var values: [Float]

  init(size: Int) {
    self.size = size
    values = [Float](repeating: 0, count: size * size)
  }

  /// Draws a straight stroke; where strokes meet the thicker one counts.
  ///
  /// - Parameters:
  ///   - start: one end in pixels.
  ///   - end: the other end in pixels.
  ///   - radius: half the width in pixels.
  ///   - thickness: the value on the middle line.
  ///   - profile: the cross-section.
  mutating func stroke(
    from start: PhantomPoint, to end: PhantomPoint, radius: Float, thickness: Float,
    profile: Profile = .tube
  ) {
    let reach = radius + 1
    guard let columns = range(start.x, end.x, reach), let rows = range(start.y, end.y, reach)
    else { return }
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let scale = 1 / max(1e-6, dx * dx + dy * dy)
    let inverseArea = 1 / (radius * radius)
    for y in rows {
      for x in columns {
        let (px, py) = (Float(x) - start.x, Float(y) - start.y)
        let t = min(1, max(0, (px * dx + py * dy) * scale))
        let q = 1 - (square(px - t * dx) + square(py - t * dy)) * inverseArea
        guard q > 0 else { continue }
        let value = thickness * (profile == .tube ? q.squareRoot() : q)
        values[y * size + x] = max(values[y * size + x], value)
      }
    }
  }

  private func range(_ a: Float, _ b: Float, _ reach: Float) -> ClosedRange<Int>? {
    let limit = Float(size - 1)
    let (low, high) = (max(0, min(a, b) - reach), min(limit, max(a, b) + reach))
    return low <= high ? Int(low)...Int(high) : nil
  }
}
