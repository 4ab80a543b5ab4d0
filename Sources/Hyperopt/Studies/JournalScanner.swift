import Basics

/// Reads the lines of a journal quickly: one pass over the bytes, and a full JSON reader only where a value is arbitrary.
struct JournalScanner {
  /// A part of the text: a value of a field, or the inside of a key's quotes.
  typealias Part = Range<Int>

  /// Why a line is no record.
  struct Problem: Error {
    var reason: String
  }

  let bytes: [UInt8]
  private var position = 0
  private var fields: [(key: Part, value: Part)] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
    fields.reserveCapacity(12)
  }

  /// Makes the fields of the object in `line` available; `line` is without its newline.
  mutating func open(_ line: Part) throws(Problem) {
    fields.removeAll(keepingCapacity: true)
    position = line.lowerBound
    let end = try forEachField(until: line.upperBound) { scanner, key, value in
      scanner.fields.append((key, value))
    }
    position = end
    skipSpace(until: line.upperBound)
    guard position == line.upperBound else { throw Problem(reason: "text after the record") }
  }

  /// The value of a field of the opened object.
  func field(_ name: StaticString) -> Part? {
    // Of a key given twice the last one counts, as in Python.
    fields.last { matches($0.key, name) }?.value
  }

  /// The value of a field that must be there.
  func required(_ name: StaticString) throws(Problem) -> Part {
    guard let value = field(name) else { throw Problem(reason: "\"\(name)\" is missing") }
    return value
  }

  /// The fields of an object that is a value.
  mutating func pairs(of value: Part) throws(Problem) -> [(key: Part, value: Part)] {
    var pairs: [(key: Part, value: Part)] = []
    position = value.lowerBound
    _ = try forEachField(until: value.upperBound) { _, key, value in pairs.append((key, value)) }
    return pairs
  }

  /// The elements of a list of numbers; nil for `null`.
  func numbers(_ value: Part) throws(Problem) -> [Double]? {
    if isNull(value) { return nil }
    let parsed = try json(value)
    guard let list = parsed.array else { throw Problem(reason: "expected a list of numbers") }
    let numbers = list.compactMap(\.double)
    guard numbers.count == list.count else { throw Problem(reason: "expected a list of numbers") }
    return numbers
  }

  /// A whole number.
  func integer(_ value: Part) throws(Problem) -> Int {
    var result = 0
    var isNegative = false
    for index in value {
      let byte = bytes[index]
      if byte == UInt8(ascii: "-"), index == value.lowerBound {
        isNegative = true
        continue
      }
      guard (0x30...0x39).contains(byte) else { throw Problem(reason: "expected a whole number") }
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = product.addingReportingOverflow(Int(byte - 0x30))
      guard !overflow, !overflow2 else { throw Problem(reason: "a number is too large") }
      result = sum
    }
    guard value.count > (isNegative ? 1 : 0) else {
      throw Problem(reason: "expected a whole number")
    }
    return isNegative ? -result : result
  }

  /// A number, as Python writes it: `NaN` and `Infinity` are numbers too.
  func number(_ value: Part) throws(Problem) -> Double {
    let text = String(decoding: bytes[value], as: UTF8.self)
    switch text {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default:
      // Not what else Swift reads as a number: nan, inf, hexadecimal.
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
        let number = Double(text)
      else { throw Problem(reason: "expected a number") }
      return number
    }
  }

  /// A text; `value` includes the quotes.
  func string(_ value: Part) throws(Problem) -> String {
    guard value.count >= 2, bytes[value.lowerBound] == UInt8(ascii: "\"") else {
      throw Problem(reason: "expected a text")
    }
    let inside = value.lowerBound + 1..<value.upperBound - 1
    guard bytes[inside].contains(UInt8(ascii: "\\")) else {
      guard let text = String(validating: bytes[inside], as: UTF8.self) else {
        throw Problem(reason: "a text is not UTF-8")
      }
      return text
    }
    guard let text = try json(value).string else { throw Problem(reason: "expected a text") }
    return text
  }

  /// A key as text; `key` is the inside of its quotes.
  func keyText(_ key: Part) throws(Problem) -> String {
    try string(key.lowerBound - 1..<key.upperBound + 1)
  }

  func isNull(_ value: Part) -> Bool { matches(value, "null") }

  /// Any value.
  func json(_ value: Part) throws(Problem) -> JSONValue {
    do {
      return try JSONValue.parse(Array(bytes[value]), maximumDepth: 64, allowsNonFinite: true)
    } catch {
      throw Problem(reason: error.problem.reason)
    }
  }

  /// A number that is the same for equal bytes (FNV-1a).
  func hash(_ part: Part) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in part { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return hash
  }

  func matches(_ part: Part, _ text: StaticString) -> Bool {
    guard part.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { letters in
      for (index, letter) in zip(part, letters) where bytes[index] != letter { return false }
      return true
    }
  }

  // MARK: Walking over JSON

  private mutating func forEachField(
    until end: Int, _ body: (inout JournalScanner, Part, Part) -> Void
  ) throws(Problem) -> Int {
    skipSpace(until: end)
    try expect(UInt8(ascii: "{"), until: end)
    skipSpace(until: end)
    if position < end, bytes[position] == UInt8(ascii: "}") { return position + 1 }
    while true {
      skipSpace(until: end)
      guard position < end, bytes[position] == UInt8(ascii: "\"") else {
        throw Problem(reason: "expected a key")
      }
      let keyStart = position + 1
      try skipString(until: end)
      let key = keyStart..<position - 1
      skipSpace(until: end)
      try expect(UInt8(ascii: ":"), until: end)
      skipSpace(until: end)
      let valueStart = position
      try skipValue(until: end)
      let value = valueStart..<position
      body(&self, key, value)
      skipSpace(until: end)
      guard position < end else { throw Problem(reason: "the record ends too early") }
      if bytes[position] == UInt8(ascii: "}") { return position + 1 }
      try expect(UInt8(ascii: ","), until: end)
    }
  }

  private mutating func expect(_ byte: UInt8, until end: Int) throws(Problem) {
    guard position < end, bytes[position] == byte else {
      throw Problem(reason: "expected '\(Character(Unicode.Scalar(byte)))'")
    }
    position += 1
  }

  private mutating func skipSpace(until end: Int) {
    while position < end,
      bytes[position] == 0x20 || bytes[position] == 0x09
        || bytes[position] == 0x0D
    {
      position += 1
    }
  }

  private mutating func skipString(until end: Int) throws(Problem) {
    position += 1
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return
      }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    throw Problem(reason: "the record ends too early")
  }

  private mutating func skipValue(until end: Int) throws(Problem) {
    guard position < end else { throw Problem(reason: "the record ends too early") }
    switch bytes[position] {
    case UInt8(ascii: "\""): try skipString(until: end)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var depth = 0
      repeat {
        guard position < end else { throw Problem(reason: "the record ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "\""):
          try skipString(until: end)
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        position += 1
      } while depth > 0
    default:
      let start = position
      while position < end, !JournalScanner.endsWord(bytes[position]) { position += 1 }
      guard position > start else { throw Problem(reason: "expected a value") }
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x09, 0x0D: true
    default: false
    }
  }
}
