import TensorCore

/// A cell of a grid of equal cells over an image: a third of the height by half of the width, say.
public struct ImageRegion: Hashable, Sendable {
  /// The cell's row, from 0 at the top.
  public let row: Int
  /// The rows of the grid.
  public let rowCount: Int
  /// The cell's column, from 0 at the left.
  public let column: Int
  /// The columns of the grid.
  public let columnCount: Int

  /// Creates a region; row and column lie within the grid.
  public init(row: Int, of rowCount: Int, column: Int, of columnCount: Int) {
    precondition(
      (0..<rowCount).contains(row) && (0..<columnCount).contains(column),
      "region (\(row), \(column)) of a grid of \(rowCount) x \(columnCount)")
    self.row = row
    self.rowCount = rowCount
    self.column = column
    self.columnCount = columnCount
  }

  /// The rows of pixels, with boundaries floor(k height / rows of the grid).
  public func rows(ofHeight height: Int) -> Range<Int> {
    row * height / rowCount..<(row + 1) * height / rowCount
  }

  /// The columns of pixels, with boundaries floor(k width / columns of the grid).
  public func columns(ofWidth width: Int) -> Range<Int> {
    column * width / columnCount..<(column + 1) * width / columnCount
  }

  /// For each place of a feature map, row by row, its share of the region's area: they add up to 1, and are exactly 0 outside.
  ///
  /// A place that lies partly inside has part of a share, so that even a map of 2 x 2 has six different thirds of halves.
  public func weights(over map: Extent) -> [Float] {
    let rows = Self.overlaps(of: row, of: rowCount, with: map.height)
    let columns = Self.overlaps(of: column, of: columnCount, with: map.width)
    return rows.flatMap { row in columns.map { Float(row * $0) } }
  }

  /// The shares of `count` places of an axis in one of `parts` equal parts, computed in whole numbers.
  private static func overlaps(of part: Int, of parts: Int, with count: Int) -> [Double] {
    // In units of 1 / (parts count): the part is [part count, (part + 1) count), place p is [p parts, (p + 1) parts).
    (0..<count).map { place in
      let first = max(part * count, place * parts)
      let last = min((part + 1) * count, (place + 1) * parts)
      return last > first ? Double(last - first) / Double(count) : 0
    }
  }
}
