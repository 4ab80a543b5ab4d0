import Basics

/// Upright axes side by side with a line across for each trial, coloured by its value.
public struct ParallelPanel: Panel, Hashable {
  /// One upright axis and the number of each line on it; a missing number interrupts the line.
  public struct Column: Hashable, Sendable {
    /// The axis; its label stands above it.
    public var axis: Axis
    /// A number a line.
    public var values: [Double?]

    /// Creates a column.
    public init(_ axis: Axis, _ values: [Double?]) {
      self.axis = axis
      self.values = values
    }
  }

  /// Above the axes.
  public var title: String
  /// The axes from the left.
  public var columns: [Column]
  /// What colours the lines; those with the last colour are drawn last.
  public var weights: [Double?]
  /// What SVG shows for each line.
  public var titles: [String]
  /// The colours from the smallest weight to the largest.
  public var scale: ColorScale
  /// Whether lines of small weight lie on top.
  public var prefersSmall: Bool

  /// Creates axes.
  public init(
    _ title: String = "", columns: [Column], weights: [Double?], titles: [String] = [],
    scale: ColorScale = .viridis, prefersSmall: Bool = false
  ) {
    self.title = title
    self.columns = columns
    self.weights = weights
    self.titles = titles
    self.scale = scale
    self.prefersSmall = prefersSmall
  }

  private func drawColors(above box: Box, on drawing: inout Drawing) {
    let known = weights.compactMap(\.self).filter(\.isFinite)
    guard let low = known.min(), let high = known.max(), high > low, !title.isEmpty else { return }
    let (first, last) = prefersSmall ? (high, low) : (low, high)
    ColorBar(scale: scale, label: columns.last?.axis.label ?? "", low: first, high: last)
      .draw(rightAt: Point(box.right, box.top - 13), on: &drawing)
  }

  /// Wide and rather low.
  public func height(forWidth width: Double) -> Double { min(width * 0.48, 340).rounded() }

  private static let tickStyle = TextStyle(size: TextSize.small, ink: .muted)

  public func draw(in box: Box, on drawing: inout Drawing) {
    let inner = drawTitle(title, in: box, on: &drawing)
    drawColors(above: inner, on: &drawing)
    let domains = columns.map { AxisDomain($0.axis, values: $0.values.compactMap(\.self)) }
    guard columns.count > 1, domains.contains(where: { $0 != nil }) else {
      return drawNothing(in: inner, on: &drawing)
    }
    let ticks = domains.map { $0?.ticks(5) ?? [] }
    let widest = ticks.joined().map { Self.tickStyle.width(of: $0.text) }.max() ?? 0
    let side = max(
      30, columns.map { TextStyle(size: TextSize.tick).width(of: $0.axis.label) / 2 }.max() ?? 0)
    let plot = inner.inset(
      left: min(side, 70), top: 34, right: max(min(side, 70), widest + 8), bottom: 8)
    let gap = plot.width / Double(columns.count - 1)
    func place(_ column: Int, _ value: Double?) -> Point {
      guard let value, let domain = domains[column] else { return Point(.nan, .nan) }
      return Point(
        plot.left + Double(column) * gap, plot.bottom - domain.share(of: value) * plot.height)
    }
    for (column, ticks) in ticks.enumerated() {
      let x = plot.left + Double(column) * gap
      drawing.line([Point(x, plot.top), Point(x, plot.bottom)], Stroke(.muted, width: 1))
      // Names stand at two heights in turn, so that neighbours do not touch.
      let style = TextStyle(size: TextSize.tick, anchor: .middle)
      drawing.text(
        style.fitted(columns[column].axis.label, width: gap * 1.9),
        at: Point(x, plot.top - (column % 2 == 0 ? 8 : 21)), style)
      for tick in ticks {
        let y = place(column, tick.value).y
        drawing.line([Point(x, y), Point(x + 3, y)], Stroke(.muted, width: 1))
      }
    }
    drawLines(place, on: &drawing)
    for (column, ticks) in ticks.enumerated() {
      for tick in ticks {
        let place = place(column, tick.value)
        let text = Self.tickStyle.fitted(tick.text, width: gap - 10)
        drawing.rectangle(
          Box(
            left: place.x + 4.5, top: place.y - 5.5, width: Self.tickStyle.width(of: text) + 3,
            height: 11), Fill(.background, opacity: 0.8))
        drawing.text(text, centeredAt: Point(place.x + 6, place.y), Self.tickStyle)
      }
    }
  }

  private func drawLines(_ place: (Int, Double?) -> Point, on drawing: inout Drawing) {
    let known = weights.compactMap(\.self).filter(\.isFinite)
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    let count = columns.map(\.values.count).max() ?? 0
    func rank(_ line: Int) -> Double {
      guard weights.indices.contains(line), let weight = weights[line], weight.isFinite else {
        return -1
      }
      let share = high > low ? (weight - low) / (high - low) : 1
      return prefersSmall ? 1 - share : share
    }
    for line in (0..<count).sorted(by: { (rank($0), $1) < (rank($1), $0) }) {
      let rank = rank(line)
      let points = columns.indices.map { column in
        place(
          column, columns[column].values.indices.contains(line) ? columns[column].values[line] : nil
        )
      }
      let ink: Ink = rank < 0 ? .grid : .fixed(scale[rank])
      let stroke = Stroke(ink, width: rank > 0.98 ? 2 : 1.1, opacity: 0.75)
      if titles.indices.contains(line) {
        drawing.titled(titles[line]) { $0.line(points, stroke) }
      } else {
        drawing.line(points, stroke)
      }
    }
  }
}
