/// One picture of a figure: plain data that know how to be drawn.
public protocol Panel: Sendable {
  /// The height that suits a width, both in points.
  func height(forWidth width: Double) -> Double

  /// Draws everything, title included, within a rectangle.
  func draw(in box: Box, on drawing: inout Drawing)
}

extension Panel {
  /// A little wider than high.
  public func height(forWidth width: Double) -> Double { (width * 0.72).rounded() }

  /// Draws the title, the same in all panels, and returns the room below it.
  func drawTitle(_ title: String, in box: Box, on drawing: inout Drawing) -> Box {
    guard !title.isEmpty else { return box }
    let style = TextStyle(size: TextSize.title, isBold: true)
    drawing.text(
      style.fitted(title, width: box.width), at: Point(box.left, box.top + style.size), style)
    return box.inset(top: 22)
  }

  /// Says that there is nothing to draw.
  func drawNothing(_ text: String = "no data", in box: Box, on drawing: inout Drawing) {
    drawing.frame(box, Stroke(.grid, width: 1))
    drawing.text(
      text, centeredAt: box.center, TextStyle(size: TextSize.value, ink: .muted, anchor: .middle))
  }
}
