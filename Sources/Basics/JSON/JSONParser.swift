extension JSONValue {
  /// Reads a JSON text (RFC 8259), strictly: no comments, no trailing commas, no key twice.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - maximumDepth: how deep lists and objects may nest.
  ///   - maximumBytes: how long the text may be.
  ///   - allowsNonFinite: whether the words `NaN`, `Infinity` and `-Infinity` are numbers, as Python writes them.
  public static func parse(
    _ bytes: [UInt8], maximumDepth: Int = 128, maximumBytes: Int = FileSystem.defaultReadLimit,
    allowsNonFinite: Bool = false
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(
      bytes: bytes, maximumDepth: maximumDepth, allowsNonFinite: allowsNonFinite)
    guard bytes.count <= maximumBytes else { throw parser.error(.tooLarge(limit: maximumBytes)) }
    return try parser.document()
  }

  /// Reads a JSON text; see `parse(_:maximumDepth:maximumBytes:)`.
  public static func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8))
  }
}

/// A recursive-descent reader; `position` is the next byte.
private struct JSONParser {
  let bytes: [UInt8]
  let maximumDepth: Int
  let allowsNonFinite: Bool
  var position = 0
  var depth = 0

  init(bytes: [UInt8], maximumDepth: Int, allowsNonFinite: Bool) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.allowsNonFinite = allowsNonFinite
  }

  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  func error(_ problem: JSONError.Problem) -> JSONError {
    let before = bytes[..<min(position, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    return JSONError(problem: problem, line: line, column: before.count - lineStart + 1)
  }

  /// The error for a byte that does not fit, or for the end of the text.
  func unexpected(_ wanted: String) -> JSONError {
    error(current == nil ? .unexpectedEnd : .expected(wanted))
  }

  mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    let value = try value()
    skipSpace()
    guard current == nil else { throw error(.trailingText) }
    return value
  }

  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  mutating func value() throws(JSONError) -> JSONValue {
    switch current {
    case UInt8(ascii: "{"): return try nested { (self) throws(JSONError) in try self.object() }
    case UInt8(ascii: "["): return try nested { (self) throws(JSONError) in try self.list() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N") where allowsNonFinite: return try word("NaN", .double(.nan))
    case UInt8(ascii: "I") where allowsNonFinite: return try word("Infinity", .double(.infinity))
    case .some(let byte) where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte):
      return try number()
    default: throw unexpected("a value")
    }
  }

  mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < maximumDepth else { throw error(.tooDeep(limit: maximumDepth)) }
    depth += 1
    position += 1
    skipSpace()
    let value = try body(&self)
    depth -= 1
    return value
  }

  mutating func list() throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    if try ends(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try value())
      if try !continues(until: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  mutating func object() throws(JSONError) -> JSONValue {
    var object = JSONObject()
    if try ends(UInt8(ascii: "}")) { return .object(object) }
    while true {
      guard current == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
      let start = position
      let key = try string()
      if object[key] != nil {
        position = start
        throw error(.duplicateKey(key))
      }
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw unexpected("':'") }
      position += 1
      skipSpace()
      object[key] = try value()
      if try !continues(until: UInt8(ascii: "}")) { return .object(object) }
    }
  }

  /// Whether the list or object ends right away.
  mutating func ends(_ close: UInt8) throws(JSONError) -> Bool {
    guard current == close else { return false }
    position += 1
    return true
  }

  /// Steps over a comma (true) or the closing bracket (false).
  mutating func continues(until close: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard current == close || current == UInt8(ascii: ",") else {
      throw unexpected("',' or '\(Character(Unicode.Scalar(close)))'")
    }
    let more = current != close
    position += 1
    if more { skipSpace() }
    return more
  }

  mutating func word(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else { throw error(.expected(text)) }
    position += text.utf8.count
    return value
  }

  mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    if allowsNonFinite, position > start, current == UInt8(ascii: "I") {
      return try word("Infinity", .double(-.infinity))
    }
    if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
    var isWhole = true
    if current == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int(text) { return .int(value) }
    guard let value = Double(text), value.isFinite else { throw error(.numberOutOfRange) }
    return .double(value)
  }

  mutating func digits() throws(JSONError) {
    let start = position
    while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw unexpected("a digit") }
  }

  mutating func string() throws(JSONError) -> String {
    position += 1
    var content: [UInt8] = []
    while true {
      switch current {
      case nil: throw error(.unexpectedEnd)
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw error(.invalidUnicode)
        }
        position += 1
        return text
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &content)
      case .some(let byte):
        guard byte >= 0x20 else { throw error(.expected("no control character in a string")) }
        content.append(byte)
        position += 1
      }
    }
  }

  mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
      UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
    guard let letter = current else { throw error(.unexpectedEnd) }
    if let byte = simple[letter] {
      content.append(byte)
      position += 1
      return
    }
    guard letter == UInt8(ascii: "u") else { throw error(.expected("an escape as in \\n")) }
    position += 1
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code) {
      // The first half of a pair: the second must follow.
      guard bytes[position...].starts(with: "\\u".utf8) else { throw error(.invalidUnicode) }
      position += 2
      let second = try hexadecimal()
      guard (0xDC00..<0xE000).contains(second) else { throw error(.invalidUnicode) }
      code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error(.invalidUnicode) }
    content.append(contentsOf: Array(String(scalar).utf8))
  }

  mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
