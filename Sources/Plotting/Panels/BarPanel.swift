import Basics

/// Level bars with names to the left and numbers behind them: importances, scores of zones.
public struct BarPanel: Panel, Hashable {
  /// One bar.
  public struct Bar: Hashable, Sendable {
    /// Stands to the left.
    public var name: String
    /// The length, not negative; nil: no bar.
    public var value: Double?
    /// The ends of its error bar.
    public var interval: ClosedRange<Double>?

    /// Creates a bar.
    public init(_ name: String, _ value: Double?, interval: ClosedRange<Double>? = nil) {
      self.name = name
      self.value = value
      self.interval = interval
    }
  }

  /// Above the bars.
  public var title: String
  /// The bars from the top.
  public var bars: [Bar]
  /// The number of the full width; nil: the largest.
  public var limit: Double?
  /// How numbers are written: decimals behind the point.
  public var decimals: Int
  /// The colour.
  public var ink: Ink

  /// Creates bars.
  public init(
    _ title: String = "", bars: [Bar], limit: Double? = nil, decimals: Int = 3,
    ink: Ink = .series(0)
  ) {
    self.title = title
    self.bars = bars
    self.limit = limit
    self.decimals = decimals
    self.ink = ink
  }

  private static let row = 21.0

  /// A row for each bar.
  public func height(forWidth width: Double) -> Double {
    (title.isEmpty ? 0 : 22) + max(2, Double(bars.count)) * Self.row
  }

  public func draw(in box: Box, on drawing: inout Drawing) {
    let inner = drawTitle(title, in: box, on: &drawing)
    let numbers = bars.flatMap { [$0.value, $0.interval?.upperBound] }
      .compactMap(\.self).filter { $0.isFinite && $0 >= 0 }
    guard !bars.isEmpty, let largest = numbers.max() else {
      return drawNothing(in: inner, on: &drawing)
    }
    let style = TextStyle(size: TextSize.bar)
    let names = min(bars.map { style.width(of: $0.name) }.max() ?? 0, inner.width * 0.42)
    let texts = bars.map { $0.value.map { NumberText.fixed($0, decimals: decimals) } ?? "\u{2013}" }
    let room = texts.map { style.width(of: $0) }.max() ?? 0
    let left = inner.left + names + 8
    let length = max(1, inner.right - left - room - 8)
    let full = limit ?? (largest > 0 ? largest : 1)
    for (index, bar) in bars.enumerated() {
      let y = inner.top + (Double(index) + 0.5) * Self.row
      drawing.text(
        style.fitted(bar.name, width: names), centeredAt: Point(left - 7, y),
        TextStyle(size: TextSize.bar, anchor: .end))
      let share = max(0, min(1, (bar.value ?? 0) / full))
      var end = left + share * length
      drawing.titled("\(bar.name): \(texts[index])") { drawing in
        drawing.rectangle(
          Box(left: left, top: y - 6.5, width: length, height: 13), Fill(.panel))
        drawing.rectangle(
          Box(left: left, top: y - 6.5, width: share * length, height: 13), Fill(ink, opacity: 0.85)
        )
        if let interval = bar.interval {
          let ends = [interval.lowerBound, interval.upperBound].map {
            Point(left + max(0, min(1, $0 / full)) * length, y)
          }
          drawing.line(ends, Stroke(.foreground, width: 1.2))
          for point in ends {
            drawing.line(
              [Point(point.x, y - 3.5), Point(point.x, y + 3.5)], Stroke(.foreground, width: 1.2))
          }
          end = max(end, ends[1].x)
        }
      }
      drawing.text(
        texts[index], centeredAt: Point(inner.right, y),
        TextStyle(size: TextSize.bar, ink: .muted, anchor: .end))
    }
  }
}
