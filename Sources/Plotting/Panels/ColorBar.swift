import Basics

/// A strip of colours between the numbers that its ends stand for.
struct ColorBar {
  let scale: ColorScale
  let label: String
  let low: Double
  let high: Double

  private static let width = 70.0
  private static let style = TextStyle(size: TextSize.tick, ink: .muted, anchor: .end)

  /// Draws from right to left: the large number, the strip, the small number, the label.
  func draw(rightAt end: Point, on drawing: inout Drawing) {
    let texts = [high, low].map { NumberText.significant($0, digits: 3) }
    drawing.text(texts[0], centeredAt: end, Self.style)
    let right = end.x - Self.style.width(of: texts[0]) - 5
    let steps = 35
    let step = Self.width / Double(steps)
    for index in 0..<steps {
      let color = scale[(Double(index) + 0.5) / Double(steps)]
      drawing.rectangle(
        Box(
          left: right - Self.width + Double(index) * step, top: end.y - 4, width: step + 0.2,
          height: 8), Fill(.fixed(color)))
    }
    let words = label.isEmpty ? texts[1] : label + "  " + texts[1]
    drawing.text(words, centeredAt: Point(right - Self.width - 5, end.y), Self.style)
  }
}
