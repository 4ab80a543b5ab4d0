/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  public enum Problem: Hashable, Sendable {
    /// The text ends in the middle of a value.
    case unexpectedEnd
    /// Something else was expected here.
    case expected(String)
    /// The text goes on after the value.
    case trailingText
    /// The object has this key twice.
    case duplicateKey(String)
    /// The number does not fit in double precision.
    case numberOutOfRange
    /// The string is not valid Unicode.
    case invalidUnicode
    /// Lists and objects are nested deeper than this.
    case tooDeep(limit: Int)
    /// The text has more bytes than this.
    case tooLarge(limit: Int)
  }

  /// What is wrong.
  public var problem: Problem
  /// The line, from 1.
  public var line: Int
  /// The column in bytes, from 1.
  public var column: Int

  /// One line for people, to be put behind the name of the file.
  public var description: String {
    "line \(line), column \(column): \(problem.reason)"
  }
}

extension JSONError.Problem {
  /// The problem in words.
  public var reason: String {
    switch self {
    case .unexpectedEnd: "the JSON text ends too early"
    case .expected(let what): "expected \(what)"
    case .trailingText: "there is text after the JSON value"
    case .duplicateKey(let key): "the key \"\(key)\" appears twice"
    case .numberOutOfRange: "the number is too large"
    case .invalidUnicode: "the string is not valid Unicode"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLarge(let limit): "the text is larger than \(limit) bytes"
    }
  }
}
