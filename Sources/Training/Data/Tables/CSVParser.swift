/// Cuts CSV text into records, one at a time.
struct CSVParser {
  /// The most fields of a record.
  static let fieldLimit = 10_000
  /// The most bytes of a field.
  static let fieldByteLimit = 1 << 20
  /// The most rows of a table.
  static let rowLimit = 10_000_000

  private let bytes: [UInt8]
  private let file: String
  private let separator: UInt8
  private var position: Int
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(_ bytes: [UInt8], file: String, separator: CSVSeparator) {
    self.bytes = bytes
    self.file = file
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.separator = separator.byte ?? CSVParser.guessSeparator(bytes[position...])
  }

  /// The next record that is not a blank line, or nil at the end.
  mutating func nextRecord() throws(DataError) -> CSVTable.Row? {
    while position < bytes.count {
      let start = line
      let fields = try record()
      // A line without any text holds no record, whatever the number of columns.
      if fields.count > 1 || !(fields.first ?? "").trimmed.isEmpty {
        return CSVTable.Row(line: start, fields: fields)
      }
    }
    return nil
  }

  /// Reads one line (or more, if quotes hold line ends) and moves behind its end.
  private mutating func record() throws(DataError) -> [String] {
    var fields: [String] = []
    while true {
      guard fields.count < CSVParser.fieldLimit else {
        throw error(.tooMany("columns", limit: CSVParser.fieldLimit))
      }
      if position < bytes.count, bytes[position] == CSVParser.quote {
        fields.append(try quotedField())
      } else {
        fields.append(try plainField())
      }
      guard position < bytes.count else { return fields }
      guard bytes[position] == separator else {
        skipLineEnd()
        return fields
      }
      position += 1
    }
  }

  /// Reads up to the next separator or line end.
  private mutating func plainField() throws(DataError) -> String {
    let start = position
    while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
    return try text(Array(bytes[start..<position]), line: line)
  }

  /// Reads a quoted field, from its opening quote to behind its closing one.
  private mutating func quotedField() throws(DataError) -> String {
    let startLine = line
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == CSVParser.quote {
        guard position + 1 < bytes.count, bytes[position + 1] == CSVParser.quote else {
          position += 1
          guard position == bytes.count || isEnd(bytes[position]) else {
            throw error(.textAfterQuote)
          }
          return try text(content, line: startLine)
        }
        position += 1
      } else if byte == CSVParser.newline {
        line += 1
      } else if byte == CSVParser.carriageReturn {
        let isPair = position + 1 < bytes.count && bytes[position + 1] == CSVParser.newline
        if !isPair { line += 1 }
      }
      content.append(byte)
      position += 1
      guard content.count <= CSVParser.fieldByteLimit else { break }
    }
    throw error(.unterminatedQuote, line: startLine)
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == CSVParser.newline || byte == CSVParser.carriageReturn
  }

  private mutating func skipLineEnd() {
    if bytes[position] == CSVParser.carriageReturn, position + 1 < bytes.count,
      bytes[position + 1] == CSVParser.newline
    {
      position += 1
    }
    position += 1
    line += 1
  }

  private func text(_ content: [UInt8], line: Int) throws(DataError) -> String {
    guard content.count <= CSVParser.fieldByteLimit else {
      throw error(.tooMany("bytes in a field", limit: CSVParser.fieldByteLimit), line: line)
    }
    guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
      throw error(.notText, line: line)
    }
    return text
  }

  private func error(_ problem: DataError.CSVProblem, line: Int? = nil) -> DataError {
    DataError(.csv(problem), file: file, line: line ?? self.line)
  }

  /// The separator that stands most often in the first line outside of quotes.
  private static func guessSeparator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [CSVSeparator.semicolon, .tab, .comma].compactMap(\.byte)
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    var hasText = false
    for byte in bytes {
      if byte == quote { isQuoted.toggle() }
      if !isQuoted {
        if byte == newline || byte == carriageReturn {
          if hasText { break }
          continue
        }
        if let candidate = candidates.firstIndex(of: byte) { counts[candidate] += 1 }
      }
      hasText = true
    }
    let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    return counts[best] == 0 ? UInt8(ascii: ",") : candidates[best]
  }
}
