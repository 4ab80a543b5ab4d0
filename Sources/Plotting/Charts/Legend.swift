/// The names of a chart's series beside samples of how they are drawn.
struct Legend {
  private struct Entry {
    let name: String
    let ink: Ink
    let style: Series.Style
  }

  private static let style = TextStyle(size: TextSize.tick)
  private static let sample = 18.0
  private static let lineHeight = 14.5
  private static let padding = 6.0

  private let entries: [Entry]

  init(_ chart: Chart) {
    entries = chart.series.indices.compactMap { index in
      let series = chart.series[index]
      guard let name = series.name, !name.isEmpty else { return nil }
      return Entry(name: name, ink: ChartPainter.ink(of: index, in: chart), style: series.style)
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// A place within the axes that no shape touches, the upper right corner first; nil when there is none.
  func place(in plot: Box, avoiding shapes: [[Point]]) -> Box? {
    let names = entries.map { Self.style.width(of: $0.name) }.max() ?? 0
    let width = names + Self.sample + 5 + 2 * Self.padding
    let height = Double(entries.count) * Self.lineHeight + 2 * Self.padding - 3
    guard width < plot.width * 0.75, height < plot.height * 0.75 else { return nil }
    let inner = plot.inset(left: 6, top: 4, right: 4, bottom: 6)
    let lefts = [inner.right - width, inner.left, inner.center.x - width / 2]
    let tops = [inner.top, inner.bottom - height, inner.center.y - height / 2]
    for top in tops {
      for left in lefts {
        let box = Box(left: left, top: top, width: width, height: height)
        if !shapes.contains(where: { Self.touches($0, box.inset(by: -3)) }) { return box }
      }
    }
    return nil
  }

  private static func touches(_ shape: [Point], _ box: Box) -> Bool {
    if shape.count == 1 { return box.contains(shape[0]) }
    return shape.indices.dropFirst().contains {
      box.meets(lineFrom: shape[$0 - 1], to: shape[$0])
    }
  }

  func draw(in box: Box, on drawing: inout Drawing) {
    drawing.rectangle(box, Fill(.background, opacity: 0.85))
    drawing.frame(box, Stroke(.grid, width: 0.8))
    for (index, entry) in entries.enumerated() {
      let y = box.top + Self.padding + (Double(index) + 0.4) * Self.lineHeight
      draw(entry, at: Point(box.left + Self.padding, y), on: &drawing)
    }
  }

  // MARK: As rows above the axes

  private func rows(width: Double) -> [[(entry: Entry, x: Double)]] {
    var rows: [[(entry: Entry, x: Double)]] = [[]]
    var x = 0.0
    for entry in entries {
      let length = Self.sample + 5 + Self.style.width(of: entry.name)
      if x + length > width, x > 0 {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((entry, x))
      x += length + 16
    }
    return rows
  }

  func rowHeight(width: Double) -> Double {
    Double(rows(width: width).count) * Self.lineHeight + 4
  }

  func drawRow(in box: Box, on drawing: inout Drawing) {
    for (index, row) in rows(width: box.width).enumerated() {
      let y = box.top + (Double(index) + 0.4) * Self.lineHeight
      for item in row { draw(item.entry, at: Point(box.left + item.x, y), on: &drawing) }
    }
  }

  private func draw(_ entry: Entry, at point: Point, on drawing: inout Drawing) {
    let end = Point(point.x + Self.sample, point.y)
    let middle = Point(point.x + Self.sample / 2, point.y)
    switch entry.style {
    case .line(let width, let dashes, let markers):
      drawing.line([point, end], Stroke(entry.ink, width: width, dashes: dashes))
      if markers { drawing.disc(middle, radius: 2.6, Fill(entry.ink)) }
    case .steps(let width): drawing.line([point, end], Stroke(entry.ink, width: width))
    case .dots(let radius): drawing.disc(middle, radius: min(radius, 4), Fill(entry.ink))
    case .bars, .band:
      let opacity = if case .band = entry.style { 0.2 } else { 0.85 }
      drawing.rectangle(
        Box(left: point.x, top: point.y - 4, width: Self.sample, height: 8),
        Fill(entry.ink, opacity: opacity))
    }
    drawing.text(entry.name, centeredAt: Point(end.x + 5, point.y), Self.style)
  }
}
