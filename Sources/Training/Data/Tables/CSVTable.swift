import Basics

/// A table read from CSV text: a header and rows that are as long as it.
public struct CSVTable: Hashable, Sendable {
  /// One row with the place it came from.
  public struct Row: Hashable, Sendable {
    /// The line that the row starts in, from 1.
    public var line: Int
    /// The fields, as many as the header has.
    public var fields: [String]
  }

  /// The file, as named by the user.
  public let file: String
  /// The names of the columns, without surrounding blanks.
  public let header: [String]
  /// The rows in the order of the file; blank lines are left out.
  public let rows: [Row]

  /// The largest file that is read: 256 MiB.
  public static let fileLimit = 256 << 20

  /// Reads and parses a file.
  public init(
    contentsOf path: String, separator: CSVSeparator = .auto
  ) throws(DataError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileSystem.read(path, limit: CSVTable.fileLimit)
    } catch {
      throw DataError(.unreadable(error))
    }
    try self.init(parsing: bytes, file: path, separator: separator)
  }

  /// Parses the bytes of a table (RFC 4180, UTF-8 with or without a byte order mark).
  ///
  /// Lines end with LF, CR LF or CR. A field may stand in double quotes; inside them a doubled quote
  /// is one quote, and separators and line ends are text. Blank lines are skipped.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - file: names the table in errors.
  ///   - separator: what stands between fields.
  public init(
    parsing bytes: [UInt8], file: String, separator: CSVSeparator = .auto
  ) throws(DataError) {
    self.file = file
    var parser = CSVParser(bytes, file: file, separator: separator)
    guard let header = try parser.nextRecord() else {
      throw DataError(.csv(.noHeader), file: file, line: 1)
    }
    self.header = header.fields.map { $0.trimmed }
    var seen: Set<String> = []
    for name in self.header where !name.isEmpty && !seen.insert(name).inserted {
      throw DataError(.csv(.duplicateColumn(name)), file: file, line: header.line)
    }
    var rows: [Row] = []
    while let row = try parser.nextRecord() {
      guard row.fields.count == self.header.count else {
        let problem = DataError.CSVProblem.raggedRow(
          found: row.fields.count, expected: self.header.count)
        throw DataError(.csv(problem), file: file, line: row.line)
      }
      guard rows.count < CSVParser.rowLimit else {
        let problem = DataError.CSVProblem.tooMany("rows", limit: CSVParser.rowLimit)
        throw DataError(.csv(problem), file: file, line: row.line)
      }
      rows.append(row)
    }
    self.rows = rows
  }

  /// Where a column stands, or nil if there is none of that name; upper and lower case count only
  /// where two columns differ in nothing else.
  public func index(of column: String) -> Int? {
    if let exact = header.firstIndex(of: column) { return exact }
    let matches = header.indices.filter { header[$0].lowercased() == column.lowercased() }
    return matches.count == 1 ? matches[0] : nil
  }

  /// Where a column stands; an error names the columns that there are.
  public func requiredIndex(of column: String) throws(DataError) -> Int {
    guard let index = index(of: column) else {
      throw DataError(.missingColumn(column, available: header), file: file, line: 1)
    }
    return index
  }
}

extension String {
  /// The text without blanks at either end.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
    guard let first = first, let last = last, isBlank(first) || isBlank(last) else { return self }
    guard let start = firstIndex(where: { !isBlank($0) }),
      let end = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[start...end])
  }
}
