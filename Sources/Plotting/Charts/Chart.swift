/// Series over two axes: lines, dots, bars, bands, with rules and a legend.
public struct Chart: Panel, Hashable {
  /// Above the chart; empty: none.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// What is drawn, the last on top.
  public var series: [Series]
  /// Lines that data are compared with, behind the data.
  public var rules: [Rule]
  /// Whether both directions are equally long.
  public var isSquare: Bool
  /// A line below the title: how many samples, which split.
  public var note: String
  /// What the points' weights are, where a series is coloured by them.
  public var weightLabel: String

  /// Creates a chart.
  public init(
    _ title: String = "", x: Axis = Axis(), y: Axis = Axis(), series: [Series],
    rules: [Rule] = [], isSquare: Bool = false, note: String = "",
    weightLabel: String = ""
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.rules = rules
    self.isSquare = isSquare
    self.note = note
    self.weightLabel = weightLabel
  }

  /// Square charts are about as high as wide.
  public func height(forWidth width: Double) -> Double {
    let head = (title.isEmpty ? 0 : 22.0) + (note.isEmpty ? 0 : 15)
    return isSquare ? (min(width, 460) * 0.94).rounded() + head : (width * 0.66).rounded() + head
  }

  public func draw(in box: Box, on drawing: inout Drawing) {
    var inner = drawTitle(title, in: box, on: &drawing)
    drawColors(above: inner, on: &drawing)
    if !note.isEmpty {
      let style = TextStyle(size: TextSize.tick, ink: .muted)
      drawing.text(
        style.fitted(note, width: inner.width), at: Point(inner.left, inner.top + 7), style)
      inner = inner.inset(top: 15)
    }
    guard let painter = ChartPainter(self, in: inner) else {
      return drawNothing(in: inner, on: &drawing)
    }
    painter.draw(on: &drawing)
  }

  /// What the colours of weights mean, to the right of the title.
  private func drawColors(above box: Box, on drawing: inout Drawing) {
    for series in series {
      let weights = series.points.compactMap(\.weight).filter(\.isFinite)
      guard let scale = series.scale, let low = weights.min(), let high = weights.max(), high > low
      else { continue }
      ColorBar(scale: scale, label: weightLabel, low: low, high: high)
        .draw(rightAt: Point(box.right, box.top - 13), on: &drawing)
      return
    }
  }
}
