/// An upright rectangle on a drawing.
public struct Box: Hashable, Sendable {
  /// The left edge.
  public var left: Double
  /// The upper edge.
  public var top: Double
  /// From left to right, not negative.
  public var width: Double
  /// From top to bottom, not negative.
  public var height: Double

  /// Creates a rectangle; negative sides become 0.
  public init(left: Double, top: Double, width: Double, height: Double) {
    self.left = left
    self.top = top
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The smallest rectangle that holds all finite points; empty, at the origin, without any.
  init(around points: some Sequence<Point>) {
    var bounds: (left: Double, top: Double, right: Double, bottom: Double)?
    for point in points where point.x.isFinite && point.y.isFinite {
      let old = bounds ?? (point.x, point.y, point.x, point.y)
      bounds = (
        min(old.left, point.x), min(old.top, point.y), max(old.right, point.x),
        max(old.bottom, point.y)
      )
    }
    let found = bounds ?? (0, 0, 0, 0)
    self.init(
      left: found.left, top: found.top, width: found.right - found.left,
      height: found.bottom - found.top)
  }

  /// The right edge.
  public var right: Double { left + width }
  /// The lower edge.
  public var bottom: Double { top + height }
  /// The middle.
  public var center: Point { Point(left + width / 2, top + height / 2) }

  /// The rectangle without a margin on each side.
  public func inset(
    left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0
  ) -> Box {
    Box(
      left: self.left + left, top: self.top + top, width: width - left - right,
      height: height - top - bottom)
  }

  /// The rectangle made smaller on all sides; larger by a negative margin.
  public func inset(by margin: Double) -> Box {
    inset(left: margin, top: margin, right: margin, bottom: margin)
  }

  /// Whether a point lies inside or on the border.
  public func contains(_ point: Point) -> Bool {
    point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
  }

  /// Whether two rectangles share any area.
  public func intersects(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// The part that two rectangles share; empty when there is none.
  public func intersection(_ other: Box) -> Box {
    let (newLeft, newTop) = (max(left, other.left), max(top, other.top))
    return Box(
      left: newLeft, top: newTop, width: min(right, other.right) - newLeft,
      height: min(bottom, other.bottom) - newTop)
  }

  /// Whether a line from one point to the other touches the rectangle (Liang and Barsky, 1984).
  public func meets(lineFrom start: Point, to end: Point) -> Bool {
    var (first, last) = (0.0, 1.0)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    for (step, room) in [
      (-dx, start.x - left), (dx, right - start.x), (-dy, start.y - top), (dy, bottom - start.y),
    ] {
      if step == 0 {
        if room < 0 { return false }
      } else if step < 0 {
        first = max(first, room / step)
      } else {
        last = min(last, room / step)
      }
    }
    return first <= last
  }

  /// Cuts the rectangle into equal cells with gaps, row by row.
  public func grid(columns: Int, rows: Int, gap: Double) -> [Box] {
    let (columns, rows) = (max(1, columns), max(1, rows))
    let cellWidth = max(0, (width - gap * Double(columns - 1)) / Double(columns))
    let cellHeight = max(0, (height - gap * Double(rows - 1)) / Double(rows))
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        Box(
          left: left + Double(column) * (cellWidth + gap),
          top: top + Double(row) * (cellHeight + gap), width: cellWidth, height: cellHeight)
      }
    }
  }
}
