/// Rows of cells in columns, for people: the first column to the left, the others to the right.
public struct TextTable: Sendable {
  private var rows: [[String]]

  /// Creates a table with its heading.
  public init(_ heading: [String]) {
    rows = [heading]
  }

  /// Adds a row; missing cells are empty.
  public mutating func add(_ cells: [String]) {
    rows.append(cells)
  }

  /// The lines, without blanks at their ends.
  public var lines: [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + blanks : "  " + blanks + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
