import Basics

/// The value of a key, checked against its kind.
public enum ConfigValue: Hashable, Sendable {
  /// A whole number.
  case integer(Int)
  /// A finite number.
  case real(Double)
  /// A truth value.
  case boolean(Bool)
  /// A text or a path, without quotes.
  case text(String)
  /// One of the words of a choice, by its declared name.
  case word(String)
  /// A word with arguments.
  case call(String, [ConfigValue])
  /// Several values.
  case list([ConfigValue])

  /// The value as an INI file has it; reads back as the same value.
  ///
  /// - Parameter kind: the kind it belongs to, which tells which texts need quotes.
  func text(of kind: KeyKind) -> String {
    switch self {
    case .integer(let value): value.description
    case .real(let value): value.description
    case .boolean(let value): value.description
    case .word(let value): value
    case .text(let value):
      !Self.needsQuotes(value) && kind.value(of: value) == self ? value : Self.quoted(value)
    case .call(let name, let arguments):
      "\(name)(\(Self.joined(arguments, kinds: kind.argumentKinds(of: name))))"
    case .list(let elements):
      Self.joined(elements, kinds: elements.map { kind.elementKind(of: $0) })
    }
  }

  private static func joined(_ values: [ConfigValue], kinds: [KeyKind]) -> String {
    zip(values, kinds).map { $0.text(of: $1) }.joined(separator: ", ")
  }

  private static func needsQuotes(_ text: String) -> Bool {
    text.isEmpty || text.contains { "\"\\,;#()".contains($0) }
      || text.first.map(isBlank) == true || text.last.map(isBlank) == true
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }
}
