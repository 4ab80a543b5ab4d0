import Imaging

/// What a figure comes to: elements in painting order, ready for pixels or SVG.
public struct Drawing: Hashable, Sendable {
  /// One thing to paint.
  public indirect enum Element: Hashable, Sendable {
    /// A line through points.
    case line([Point], Stroke)
    /// A filled area between points; the outline closes itself and should not cross itself.
    case polygon([Point], Fill)
    /// A filled rectangle.
    case rectangle(Box, Fill)
    /// A rectangle's border, drawn inside it.
    case frame(Box, Stroke)
    /// A filled circle.
    case disc(Point, radius: Double, Fill)
    /// A line of text; the point lies on its baseline.
    case text(String, Point, TextStyle)
    /// A picture stretched over a rectangle.
    case picture(Image, Box)
    /// Elements of which only what lies in the rectangle shows.
    case clipped(Box, [Element])
    /// Elements that tell a text when pointed at; it is only seen in SVG.
    case titled(String, [Element])
  }

  /// The width in points.
  public let width: Double
  /// The height in points.
  public let height: Double
  /// What to paint, the last on top.
  public var elements: [Element] = []

  /// Creates an empty drawing.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Adds a line through points; those that are not finite interrupt it.
  public mutating func line(_ points: [Point], _ stroke: Stroke) {
    for run in points.split(whereSeparator: { !$0.isFinite }) where run.count > 1 {
      elements.append(.line(Array(run), stroke))
    }
  }

  /// Adds a filled area; fewer than three points are none.
  public mutating func polygon(_ points: [Point], _ fill: Fill) {
    guard points.count > 2, points.allSatisfy(\.isFinite) else { return }
    elements.append(.polygon(points, fill))
  }

  /// Adds a filled rectangle.
  public mutating func rectangle(_ box: Box, _ fill: Fill) {
    elements.append(.rectangle(box, fill))
  }

  /// Adds the border of a rectangle.
  public mutating func frame(_ box: Box, _ stroke: Stroke) {
    elements.append(.frame(box, stroke))
  }

  /// Adds a filled circle.
  public mutating func disc(_ center: Point, radius: Double, _ fill: Fill) {
    guard center.isFinite else { return }
    elements.append(.disc(center, radius: radius, fill))
  }

  /// Adds a line of text on a baseline; empty text is none.
  public mutating func text(_ text: String, at point: Point, _ style: TextStyle) {
    guard !text.isEmpty, point.isFinite else { return }
    elements.append(.text(text, point, style))
  }

  /// Adds a line of text whose capitals are centred on a height.
  public mutating func text(_ text: String, centeredAt point: Point, _ style: TextStyle) {
    let shift = style.capHeight / 2
    self.text(
      text,
      at: style.isVertical
        ? Point(point.x + shift, point.y) : Point(point.x, point.y + shift), style)
  }

  /// Adds a picture.
  public mutating func picture(_ picture: Image, in box: Box) {
    elements.append(.picture(picture, box))
  }

  /// Adds what `body` draws, only as far as it lies in a rectangle.
  public mutating func clipped(to box: Box, _ body: (inout Drawing) -> Void) {
    elements.append(.clipped(box, collected(body)))
  }

  /// Adds what `body` draws, with a text that SVG shows when it is pointed at.
  public mutating func titled(_ title: String, _ body: (inout Drawing) -> Void) {
    elements.append(.titled(title, collected(body)))
  }

  private func collected(_ body: (inout Drawing) -> Void) -> [Element] {
    var inner = Drawing(width: width, height: height)
    body(&inner)
    return inner.elements
  }
}
