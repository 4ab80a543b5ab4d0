import Basics

/// JSON as Python's `json.dumps` writes it: ASCII only, and `NaN` and `Infinity` as words.
enum PythonJSON {
  /// A number with a fraction: `0.001`, `1e-05`, `7.0`, `NaN`.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    // Python writes an exponent from 1e16 on.
    if abs(value) < 1e16, let whole = Int(exactly: value), whole != 0 { return "\(whole).0" }
    return value.description
  }

  /// A text in double quotes.
  static func quoted(_ value: String) -> String {
    var text = "\""
    for unit in value.utf16 {
      switch unit {
      case 0x22: text += "\\\""
      case 0x5C: text += "\\\\"
      case 0x08: text += "\\b"
      case 0x0C: text += "\\f"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return text + "\""
  }

  /// Any value.
  ///
  /// - Parameter spaced: whether a blank follows commas and colons, as by default in Python.
  static func text(_ value: JSONValue, spaced: Bool = false) -> String {
    let comma = spaced ? ", " : ","
    let colon = spaced ? ": " : ":"
    return switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): "\(number)"
    case .double(let number): Self.number(number)
    case .string(let string): quoted(string)
    case .array(let elements):
      "[" + elements.map { text($0, spaced: spaced) }.joined(separator: comma) + "]"
    case .object(let object):
      "{"
        + object.pairs.map { quoted($0.key) + colon + text($0.value, spaced: spaced) }
        .joined(separator: comma) + "}"
    }
  }
}
