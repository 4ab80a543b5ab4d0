/// A table of a report.
public struct DocumentTable: Hashable, Sendable {
  /// Above the columns.
  public var header: [String]
  /// The rows; a missing cell is empty.
  public var rows: [[String]]
  /// What it shows.
  public var caption: String

  /// Creates a table.
  public init(_ header: [String], _ rows: [[String]], caption: String = "") {
    self.header = header
    self.rows = rows
    self.caption = caption
  }
}
