/// A key of a stored dictionary: text, or the number of a parameter in an optimizer's state.
public enum PickleKey: Hashable, Sendable, CustomStringConvertible {
  /// A name.
  case string(String)
  /// A number.
  case int(Int)

  /// The name, or the number's digits.
  public var description: String {
    switch self {
    case .string(let name): name
    case .int(let number): String(number)
    }
  }
}

extension PickleKey: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// Creates a name.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates a number.
  public init(integerLiteral value: Int) { self = .int(value) }
}
