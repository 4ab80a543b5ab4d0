import Glibc
import Imaging

/// Turns drawings into pixels.
struct Rasterizer {
  /// Pixels a point.
  let scale: Double
  let theme: Theme
  private var canvas: Canvas

  init(_ drawing: Drawing, theme: Theme, scale: Double) {
    self.scale = scale
    self.theme = theme
    canvas = Canvas(
      width: max(1, Int((drawing.width * scale).rounded())),
      height: max(1, Int((drawing.height * scale).rounded())), background: theme.background)
    for element in drawing.elements { draw(element) }
  }

  var image: Image { canvas.image }

  private mutating func draw(_ element: Drawing.Element) {
    switch element {
    case .line(let points, let stroke): line(points, stroke)
    case .polygon(let points, let fill):
      canvas.polygon(points.map(scaled), theme.color(of: fill.ink), opacity: fill.opacity)
    case .rectangle(let box, let fill):
      canvas.rectangle(scaled(box), theme.color(of: fill.ink), opacity: fill.opacity)
    case .frame(let box, let stroke): frame(scaled(box), stroke)
    case .disc(let center, let radius, let fill):
      canvas.disc(
        scaled(center), radius: radius * scale, theme.color(of: fill.ink), opacity: fill.opacity)
    case .text(let text, let point, let style): write(text, at: point, style)
    case .picture(let picture, let box): place(picture, in: scaled(box))
    case .clipped(let box, let elements):
      let outer = canvas.clip
      canvas.clip = outer.intersection(scaled(box))
      for element in elements { draw(element) }
      canvas.clip = outer
    case .titled(_, let elements):
      for element in elements { draw(element) }
    }
  }

  private func scaled(_ point: Point) -> Point { Point(point.x * scale, point.y * scale) }

  /// Edges fall between pixels, so that rectangles side by side neither overlap nor gape.
  private func scaled(_ box: Box) -> Box {
    let (left, top) = ((box.left * scale).rounded(), (box.top * scale).rounded())
    return Box(
      left: left, top: top, width: (box.right * scale).rounded() - left,
      height: (box.bottom * scale).rounded() - top)
  }

  private mutating func line(_ points: [Point], _ stroke: Stroke) {
    var points = points.map(scaled)
    let width = stroke.width * scale
    if points.count == 2, points[0].x == points[1].x || points[0].y == points[1].y {
      points = points.map { snapped($0, width: width, isUpright: points[0].x == points[1].x) }
    }
    let lines = Dashes(stroke.dashes.map { $0 * scale }).cut(points)
    canvas.stroke(lines, width: width, theme.color(of: stroke.ink), opacity: stroke.opacity)
  }

  /// Upright and level lines are moved so that they fill whole pixels.
  private func snapped(_ point: Point, width: Double, isUpright: Bool) -> Point {
    let shift = Int(max(1, width.rounded())) % 2 == 1 ? 0.5 : 0
    func nearest(_ value: Double) -> Double { (value - shift).rounded() + shift }
    return isUpright ? Point(nearest(point.x), point.y) : Point(point.x, nearest(point.y))
  }

  private mutating func frame(_ box: Box, _ stroke: Stroke) {
    let width = max(1, (stroke.width * scale).rounded())
    let color = theme.color(of: stroke.ink)
    let inner = box.inset(by: width)
    for side in [
      Box(left: box.left, top: box.top, width: box.width, height: width),
      Box(left: box.left, top: inner.bottom, width: box.width, height: width),
      Box(left: box.left, top: inner.top, width: width, height: inner.height),
      Box(left: inner.right, top: inner.top, width: width, height: inner.height),
    ] {
      canvas.rectangle(side, color, opacity: stroke.opacity)
    }
  }

  private mutating func place(_ picture: Image, in box: Box) {
    let (width, height) = (Int(box.width), Int(box.height))
    guard width > 0, height > 0, width <= 16_384, height <= 16_384 else { return }
    let fitted = picture.resized(
      width: width, height: height,
      interpolation: width > picture.width ? .bicubic : .bilinear)
    canvas.picture(fitted, left: Int(box.left), top: Int(box.top))
  }

  private mutating func write(_ text: String, at point: Point, _ style: TextStyle) {
    let size = style.size * scale
    let length = style.width(of: text) * scale
    let offset =
      switch style.anchor {
      case .start: 0.0
      case .middle: -length / 2
      case .end: -length
      }
    let origin = scaled(point)
    var pen = offset
    let weight = VectorFont.weight(isBold: style.isBold) * size
    let color = theme.color(of: style.ink)
    for character in text {
      for glyph in VectorFont.glyphs(of: character) {
        func placed(_ point: Point) -> Point {
          let (x, y) = (pen + point.x * size, point.y * size)
          return style.isVertical
            ? Point(origin.x - y, origin.y - x) : Point(origin.x + x, origin.y - y)
        }
        canvas.stroke(
          glyph.path.lines.map { $0.map(placed) }, width: weight, color, opacity: 1)
        for dot in glyph.path.dots {
          canvas.disc(placed(dot), radius: max(0.75, weight * 0.66), color, opacity: 1)
        }
        pen += (glyph.advance + VectorFont.spacing(isBold: style.isBold)) * size
      }
    }
  }
}
