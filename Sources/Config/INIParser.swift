extension INIDocument {
  /// Reads an INI text.
  ///
  /// Lines are `[Section]`, `key = value`, empty, or comments that start with `#` or `;`. A comment
  /// may also follow a value behind blank space. A value that is nothing but `;` or `#` is a value,
  /// as in `csv_separator = ;`. Between double quotes, which may surround the whole value or an
  /// element of a list, both signs are ordinary and `\"` and `\\` stand for `"` and `\`.
  ///
  /// Nothing is thrown: what is wrong is in `problems`, so that it is reported with the rest.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, perhaps with a byte order mark, lines ended by LF or CR LF.
  ///   - name: the file as people know it.
  public init(_ bytes: [UInt8], name: String) {
    var parser = INIParser(name: name)
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for line in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      // Behind the first line that is no text there is only more of it.
      guard parser.read(line.last == UInt8(ascii: "\r") ? line.dropLast() : line) else { break }
    }
    self = parser.document
  }

  /// Reads an INI text; see `init(_:name:)`.
  public init(text: String, name: String) { self.init(Array(text.utf8), name: name) }
}

/// Reads line after line.
private struct INIParser {
  let name: String
  var document = INIDocument()
  var line = 0
  var section: String?
  /// The line of each key so far, by section and key in lower case.
  var lines: [[String]: Int] = [:]

  init(name: String) { self.name = name }

  var origin: Origin { .file(name: name, line: line) }

  mutating func report(_ issue: ConfigProblem.Issue, key: String? = nil, value: String? = nil) {
    document.problems.append(
      ConfigProblem(origin: origin, section: section, key: key, value: value, issue: issue))
  }

  /// Reads a line; false if it cannot be text.
  mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
    line += 1
    guard bytes.count <= INIDocument.maximumLineLength else {
      report(.lineTooLong(limit: INIDocument.maximumLineLength))
      return true
    }
    let isControl = { (byte: UInt8) in (byte < 0x20 && byte != 0x09) || byte == 0x7F }
    guard !bytes.contains(where: isControl), let text = String(validating: bytes, as: UTF8.self)
    else {
      report(.notText)
      return false
    }
    let content = trimmed(text[...])
    if content.isEmpty || content.first == "#" || content.first == ";" { return true }
    if content.first == "[" { readHeader(content) } else { readAssignment(content) }
    return true
  }

  mutating func readHeader(_ content: Substring) {
    let parts = content.dropFirst().split(
      separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
    let name = trimmed(parts[0])
    guard parts.count == 2, !name.isEmpty, isComment(trimmed(parts[1])) else {
      report(.malformedLine(String(content)))
      return
    }
    section = String(name)
    document.headers.append(INIDocument.Header(section: String(name), origin: origin))
  }

  mutating func readAssignment(_ content: Substring) {
    let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let key = String(trimmed(parts[0]))
    guard parts.count == 2, !key.isEmpty else {
      report(.malformedLine(String(content)))
      return
    }
    guard let value = withoutComment(trimmed(parts[1])) else {
      report(.unclosedQuote, key: key, value: String(trimmed(parts[1])))
      return
    }
    let identity = [section?.lowercased() ?? "", key.lowercased()]
    if let earlier = lines[identity] {
      report(.duplicateKey(earlier: .file(name: name, line: earlier)), key: key, value: value)
      return
    }
    lines[identity] = line
    document.assignments.append(
      Assignment(section: section, key: key, value: value, origin: origin))
  }

  /// The value without the comment behind it; nil if a quote is left open.
  func withoutComment(_ text: Substring) -> String? {
    if let first = text.first, first == ";" || first == "#" {
      return isComment(trimmed(text.dropFirst())) ? String(first) : ""
    }
    var inQuotes = false
    var mayOpenQuote = true
    var isEscaped = false
    var afterBlank = false
    for index in text.indices {
      let character = text[index]
      if inQuotes {
        if !isEscaped, character == "\"" { inQuotes = false }
        isEscaped = !isEscaped && character == "\\"
        continue
      }
      if afterBlank, character == ";" || character == "#" {
        return String(trimmed(text[..<index]))
      }
      if mayOpenQuote, character == "\"" { inQuotes = true }
      afterBlank = isBlank(character)
      // At the start of the value and of an element of a list.
      mayOpenQuote = character == "," || character == "(" || (mayOpenQuote && afterBlank)
    }
    return inQuotes ? nil : String(text)
  }

  func isComment(_ text: Substring) -> Bool {
    text.isEmpty || text.first == ";" || text.first == "#"
  }
}

/// Whether a character is a space or a tab.
func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

/// A text without the spaces and tabs around it.
func trimmed(_ text: Substring) -> Substring {
  let start = text.drop(while: isBlank)
  guard let last = start.lastIndex(where: { !isBlank($0) }) else { return start }
  return start[...last]
}
