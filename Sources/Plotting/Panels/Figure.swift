import Imaging

/// Panels in a grid under a title.
public struct Figure: Sendable {
  /// Over all panels; empty: none.
  public var title: String
  /// What stands below the title in small letters; empty: nothing.
  public var subtitle: String
  /// Panels row by row.
  public var panels: [any Panel]
  /// Panels in a row, at least 1.
  public var columns: Int
  /// The width of the whole figure in points.
  public var width: Double

  /// The width that fills a page: on A4 paper, letters of axes are then 7 points high instead of shrinking below 6.
  public static let pageWidth = 700.0

  /// Creates a figure.
  public init(
    _ title: String = "", subtitle: String = "", panels: [any Panel], columns: Int = 1,
    width: Double = 640
  ) {
    self.title = title
    self.subtitle = subtitle
    self.panels = panels
    self.columns = max(1, columns)
    self.width = width
  }

  private static let margin = 16.0
  private static let gap = 26.0

  /// The figure laid out and drawn.
  public var drawing: Drawing {
    let columns = max(1, min(self.columns, panels.count))
    let inner = max(width, 200) - 2 * Self.margin
    let panelWidth = (inner - Self.gap * Double(columns - 1)) / Double(columns)
    let rows = stride(from: 0, to: panels.count, by: columns).map {
      panels[$0..<min($0 + columns, panels.count)]
    }
    let heights = rows.map { row in row.map { $0.height(forWidth: panelWidth) }.max() ?? 0 }
    let head = (title.isEmpty ? 0 : 30.0) + (subtitle.isEmpty ? 0 : 20.0)
    let gaps = Self.gap * Double(max(rows.count - 1, 0))
    var drawing = Drawing(
      width: max(width, 200), height: heights.reduce(0, +) + gaps + head + 2 * Self.margin)
    var top = Self.margin
    if !title.isEmpty {
      let style = TextStyle(size: TextSize.heading, isBold: true)
      drawing.text(
        style.fitted(title, width: inner), at: Point(Self.margin, top + style.size), style)
      top += subtitle.isEmpty ? 30 : 23
    }
    if !subtitle.isEmpty {
      let style = TextStyle(size: TextSize.label, ink: .muted)
      drawing.text(
        style.fitted(subtitle, width: inner), at: Point(Self.margin, top + style.size), style)
      top += 27
    }
    for (row, height) in zip(rows, heights) {
      for (column, panel) in row.enumerated() {
        let box = Box(
          left: Self.margin + Double(column) * (panelWidth + Self.gap), top: top,
          width: panelWidth, height: height)
        panel.draw(in: box, on: &drawing)
      }
      top += height + Self.gap
    }
    return drawing
  }

  /// The figure as a PNG file; see `Drawing.png(theme:scale:)`.
  public func png(theme: Theme = .light, scale: Double = 2) throws(ImageError) -> [UInt8] {
    try drawing.png(theme: theme, scale: scale)
  }
}
