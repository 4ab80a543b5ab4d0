import Glibc

/// The centre lines of one glyph, straight pieces only, in parts of the size; y grows upwards.
struct GlyphPath: Sendable {
  /// Lines through points.
  var lines: [[Point]] = []
  /// Middles of dots.
  var dots: [Point] = []

  init() {}

  /// Reads an outline as `GlyphOutlines` writes them.
  init(_ text: String) {
    let tokens = text.split(separator: " ")
    var position = 0
    var current: [Point] = []
    func number() -> Double {
      defer { position += 1 }
      return position < tokens.count ? (Double(tokens[position]) ?? 0) / 1000 : 0
    }
    func point() -> Point {
      let x = number()
      return Point(x, number())
    }
    func finish() {
      if current.count > 1 { lines.append(current) }
      current = []
    }
    while position < tokens.count {
      let command = tokens[position]
      position += 1
      switch command {
      case "M":
        finish()
        current = [point()]
      case "L": current.append(point())
      case "C":
        let (first, second, end) = (point(), point(), point())
        current += Self.curve(from: current.last ?? first, first, second, end)
      case "A":
        let (center, radius) = (point(), point())
        let (start, end) = (number() * 1000, number() * 1000)
        current += Self.arc(center, radius, from: start, to: end)
      case "O":
        finish()
        let (center, radius) = (point(), point())
        lines.append(Self.arc(center, radius, from: 0, to: 360))
      case "D": dots.append(point())
      case "Z": if let first = current.first { current.append(first) }
      default: break
      }
    }
    finish()
  }

  private static func curve(
    from start: Point, _ first: Point, _ second: Point, _ end: Point
  ) -> [Point] {
    (1...10).map { step in
      let t = Double(step) / 10
      let s = 1 - t
      let (a, b, c, d) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
      return Point(
        a * start.x + b * first.x + c * second.x + d * end.x,
        a * start.y + b * first.y + c * second.y + d * end.y)
    }
  }

  /// Part of a superellipse of exponent 2.3: letters look round, but not like circles.
  private static func arc(
    _ center: Point, _ radius: Point, from start: Double, to end: Double
  ) -> [Point] {
    let steps = max(2, Int((abs(end - start) / 9).rounded(.up)))
    return (0...steps).map { step in
      let angle = (start + (end - start) * Double(step) / Double(steps)) * .pi / 180
      func bent(_ value: Double) -> Double {
        value.sign == .minus ? -pow(-value, 2 / 2.3) : pow(value, 2 / 2.3)
      }
      return Point(
        center.x + radius.x * bent(cos(angle)), center.y + radius.y * bent(sin(angle)))
    }
  }
}
