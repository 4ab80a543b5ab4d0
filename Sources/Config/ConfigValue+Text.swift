import Basics

extension ConfigValue {
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

extension DeclaredKey {
  /// The default as an INI file has it; nil where the key is left unset.
  var defaultText: String? { defaultValue?.text(of: kind) }
}
