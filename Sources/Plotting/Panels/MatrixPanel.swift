import Basics

/// A table of numbers as coloured cells: confusion matrices, errors per zone.
public struct MatrixPanel: Panel, Hashable {
  /// Above the table.
  public var title: String
  /// What the rows are.
  public var rowLabel: String
  /// What the columns are.
  public var columnLabel: String
  /// Names of the rows.
  public var rows: [String]
  /// Names of the columns.
  public var columns: [String]
  /// The numbers that colour the cells, row by row; nil or a missing one: an empty cell.
  public var values: [[Double?]]
  /// What stands in the cells, row by row, a second line in smaller letters; empty: the numbers.
  public var texts: [[String]]
  /// The numbers of the first and last colour; nil: those of the data.
  public var range: ClosedRange<Double>?
  /// The colours.
  public var scale: ColorScale

  /// Creates a table.
  public init(
    _ title: String = "", rowLabel: String = "", columnLabel: String = "", rows: [String],
    columns: [String], values: [[Double?]], texts: [[String]] = [],
    range: ClosedRange<Double>? = nil, scale: ColorScale = .blues
  ) {
    self.title = title
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.rows = rows
    self.columns = columns
    self.values = values
    self.texts = texts
    self.range = range
    self.scale = scale
  }

  /// A confusion matrix: counts, coloured by their share of the row (how often that truth is predicted so).
  ///
  /// - Parameters:
  ///   - title: above the table.
  ///   - counts: rows are the truth, columns the prediction.
  ///   - classes: names in the order of both.
  public static func confusion(_ title: String, counts: [[Int]], classes: [String]) -> MatrixPanel {
    let sums = counts.map { $0.reduce(0, +) }
    let shares = zip(counts, sums).map { row, sum in
      row.map { sum > 0 ? Double($0) / Double(sum) : nil }
    }
    let texts = zip(counts, shares).map { row, shares in
      zip(row, shares).map { count, share in
        share.map { "\(count)\n\(NumberText.percent($0, decimals: 0))" } ?? "0"
      }
    }
    return MatrixPanel(
      title, rowLabel: "Truth", columnLabel: "Prediction", rows: classes, columns: classes,
      values: shares, texts: texts, range: 0...1)
  }

  private static let nameStyle = TextStyle(size: TextSize.tick, ink: .muted)
  private static let longestName = 110.0

  /// Square cells of a readable size, as far as the width allows.
  public func height(forWidth width: Double) -> Double {
    let layout = layout(in: Box(left: 0, top: 0, width: width, height: 10_000))
    return (title.isEmpty ? 0 : 22) + layout.cell.height * Double(rows.count) + layout.below
  }

  public func draw(in box: Box, on drawing: inout Drawing) {
    let inner = drawTitle(title, in: box, on: &drawing)
    guard !rows.isEmpty, !columns.isEmpty else { return drawNothing(in: inner, on: &drawing) }
    let layout = layout(in: inner)
    let known = values.joined().compactMap(\.self).filter(\.isFinite)
    let low = range?.lowerBound ?? known.min() ?? 0
    let high = range?.upperBound ?? known.max() ?? 1
    for row in rows.indices {
      for column in columns.indices {
        let cell = Box(
          left: layout.left + Double(column) * layout.cell.width,
          top: inner.top + Double(row) * layout.cell.height, width: layout.cell.width,
          height: layout.cell.height)
        draw(row, column, in: cell.inset(by: 0.75), low: low, high: high, on: &drawing)
      }
    }
    drawNames(layout, in: inner, on: &drawing)
  }

  private struct Layout {
    var left: Double
    var below: Double
    var cell: (width: Double, height: Double)
    var hasUprightNames: Bool
  }

  private func layout(in box: Box) -> Layout {
    let style = Self.nameStyle
    let names = rows.map { style.width(of: $0) }.max() ?? 0
    let left = min(names, Self.longestName) + 7 + (rowLabel.isEmpty ? 0 : 17)
    let columnNames = columns.map { style.width(of: $0) }.max() ?? 0
    let width = min((box.width - left) / Double(max(columns.count, 1)), 78)
    let upright = columnNames > width - 4
    let below =
      (upright ? min(columnNames, Self.longestName) + 8 : style.lineHeight + 5)
      + (columnLabel.isEmpty ? 0 : 17)
    let height = min(
      (box.height - below) / Double(max(rows.count, 1)), max(min(width, 52), min(width, 16)))
    return Layout(
      left: box.left + left, below: below, cell: (width, max(1, height)), hasUprightNames: upright)
  }

  private func draw(
    _ row: Int, _ column: Int, in cell: Box, low: Double, high: Double,
    on drawing: inout Drawing
  ) {
    let value =
      values.indices.contains(row) && values[row].indices.contains(column)
      ? values[row][column] : nil
    let hasText = texts.indices.contains(row) && texts[row].indices.contains(column)
    let number = value.map { NumberText.significant($0, digits: 3) } ?? "\u{2013}"
    let text = hasText ? texts[row][column] : number
    let title =
      "\(rowLabel.isEmpty ? "" : rowLabel + " ")\(rows[row]), "
      + "\(columnLabel.isEmpty ? "" : columnLabel.lowercased() + " ")\(columns[column]):\n\(text)"
    drawing.titled(title) { drawing in
      guard let value, value.isFinite else {
        drawing.rectangle(cell, Fill(.panel))
        write(text, in: cell, .muted, on: &drawing)
        return
      }
      let color = scale[high > low ? (value - low) / (high - low) : 0.5]
      drawing.rectangle(cell, Fill(.fixed(color)))
      write(text, in: cell, .fixed(color.readable), on: &drawing)
    }
  }

  /// Writes what fits: both lines, the first, or nothing.
  private func write(_ text: String, in cell: Box, _ ink: Ink, on drawing: inout Drawing) {
    let lines = text.split(separator: "\n").map(String.init)
    guard let first = lines.first else { return }
    let large = TextStyle(size: TextSize.value, ink: ink, anchor: .middle)
    let small = TextStyle(size: TextSize.small, ink: ink, anchor: .middle)
    if lines.count > 1, cell.height >= 27, small.width(of: lines[1]) <= cell.width - 3,
      large.width(of: first) <= cell.width - 3
    {
      drawing.text(first, centeredAt: Point(cell.center.x, cell.center.y - 6), large)
      drawing.text(lines[1], centeredAt: Point(cell.center.x, cell.center.y + 7.5), small)
    } else if cell.height >= 14, large.width(of: first) <= cell.width - 3 {
      drawing.text(first, centeredAt: cell.center, large)
    } else if cell.height >= 10, small.width(of: first) <= cell.width - 2 {
      drawing.text(first, centeredAt: cell.center, small)
    }
  }

  private func drawNames(_ layout: Layout, in box: Box, on drawing: inout Drawing) {
    let bottom = box.top + layout.cell.height * Double(rows.count)
    let width = layout.cell.width * Double(columns.count)
    let everyRow = max(1, Int((11 / layout.cell.height).rounded(.up)))
    for (row, name) in rows.enumerated() where row % everyRow == 0 {
      let style = TextStyle(size: TextSize.tick, ink: .muted, anchor: .end)
      drawing.text(
        style.fitted(name, width: Self.longestName),
        centeredAt: Point(
          layout.left - 5, box.top + (Double(row) + 0.5) * layout.cell.height), style)
    }
    let everyColumn =
      layout.hasUprightNames ? max(1, Int((11 / layout.cell.width).rounded(.up))) : 1
    for (column, name) in columns.enumerated() where column % everyColumn == 0 {
      let x = layout.left + (Double(column) + 0.5) * layout.cell.width
      let style = TextStyle(
        size: TextSize.tick, ink: .muted, anchor: layout.hasUprightNames ? .end : .middle,
        isVertical: layout.hasUprightNames)
      if layout.hasUprightNames {
        drawing.text(
          style.fitted(name, width: Self.longestName), centeredAt: Point(x, bottom + 5), style)
      } else {
        drawing.text(name, at: Point(x, bottom + 6 + style.capHeight), style)
      }
    }
    if !columnLabel.isEmpty {
      drawing.text(
        columnLabel, at: Point(layout.left + width / 2, bottom + layout.below - 4),
        TextStyle(size: TextSize.label, anchor: .middle))
    }
    if !rowLabel.isEmpty {
      drawing.text(
        rowLabel, at: Point(box.left + 9, (box.top + bottom) / 2),
        TextStyle(size: TextSize.label, anchor: .middle, isVertical: true))
    }
  }
}
