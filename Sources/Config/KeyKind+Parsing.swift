import Basics

extension KeyKind {
  /// The value of a text, or nil if it does not fit.
  ///
  /// - Parameter raw: as written, quotes included, without blank space around it.
  public func value(of raw: String) -> ConfigValue? {
    switch self {
    case .list(let kind, let count): return list(raw, of: kind, count: count)
    case .call(let name, let kinds): return call(raw, name: name, kinds: kinds)
    case .oneOf(let kinds):
      // Quotes make a text of a word: "auto" is then a name like any other.
      let order = raw.hasPrefix("\"") ? kinds.filter(\.isText) + kinds.filter { !$0.isText } : kinds
      for kind in order {
        if let value = kind.value(of: raw) { return value }
      }
      return nil
    default:
      guard let text = unquoted(raw) else { return nil }
      return plainValue(of: text, isQuoted: raw.hasPrefix("\""))
    }
  }

  private func plainValue(of text: String, isQuoted: Bool) -> ConfigValue? {
    switch self {
    case .integer(let range):
      guard let number = Int(text), range.contains(number) else { return nil }
      return .integer(number)
    case .real(let range):
      // Not what else Swift reads as a number: nan, inf, hexadecimal.
      guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
        let number = Double(text), range.contains(number)
      else { return nil }
      return .real(number)
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "on", "1": return .boolean(true)
      case "false", "no", "off", "0": return .boolean(false)
      default: return nil
      }
    case .choice(let options):
      let wanted = text.lowercased()
      let option = options.first { option in
        ([option.name] + option.aliases).contains { $0.lowercased() == wanted }
      }
      return option.map { .word($0.name) }
    case .text:
      return text.isEmpty && !isQuoted || text.contains(where: isControl) ? nil : .text(text)
    case .path: return text.isEmpty || text.contains(where: isControl) ? nil : .text(text)
    case .call, .list, .oneOf: return nil
    }
  }

  private func list(_ raw: String, of kind: KeyKind, count: ClosedRange<Int>) -> ConfigValue? {
    guard let parts = separated(raw), count.contains(parts.count) else { return nil }
    let values = parts.compactMap { kind.value(of: $0) }
    return values.count == parts.count ? .list(values) : nil
  }

  private func call(_ raw: String, name: String, kinds: [KeyKind]) -> ConfigValue? {
    guard let open = raw.firstIndex(of: "("), raw.last == ")",
      trimmed(raw[..<open]).lowercased() == name.lowercased(),
      let parts = separated(String(raw[raw.index(after: open)...].dropLast())),
      parts.count == kinds.count
    else { return nil }
    let values = zip(kinds, parts).compactMap { $0.value(of: $1) }
    return values.count == kinds.count ? .call(name, values) : nil
  }

  /// The words that are legal here, for suggestions.
  var words: [String] {
    switch self {
    case .choice(let options): options.flatMap { [$0.name] + $0.aliases }
    case .boolean: ["true", "false"]
    case .call(let name, _): [name]
    case .oneOf(let kinds): kinds.flatMap(\.words)
    case .list(let kind, _): kind.words
    case .integer, .real, .text, .path: []
    }
  }

  /// The kinds of the arguments of a call.
  func argumentKinds(of name: String) -> [KeyKind] {
    switch self {
    case .call(name, let kinds): return kinds
    case .oneOf(let kinds):
      return kinds.map { $0.argumentKinds(of: name) }.first { !$0.isEmpty } ?? []
    default: return []
    }
  }

  /// The kind of an element of a list.
  func elementKind(of value: ConfigValue) -> KeyKind {
    switch self {
    case .list(let kind, _): return kind
    case .oneOf(let kinds):
      for case .list(let kind, _) in kinds { return kind }
      return .text
    default: return .text
    }
  }

  private var isText: Bool { self == .text || self == .path }
}

/// A text without the quotes around it; nil if something stands behind the closing quote.
private func unquoted(_ raw: String) -> String? {
  guard raw.first == "\"" else { return raw }
  var text = ""
  var isEscaped = false
  var rest = raw.dropFirst()
  while let character = rest.popFirst() {
    if !isEscaped, character == "\\" {
      isEscaped = true
    } else if !isEscaped, character == "\"" {
      return rest.isEmpty ? text : nil
    } else {
      text.append(character)
      isEscaped = false
    }
  }
  return nil
}

/// Whether a character has no place in a line of text.
private func isControl(_ character: Character) -> Bool {
  character != "\t" && character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
}

/// The parts between commas outside of quotes and brackets; nil if one is empty.
private func separated(_ raw: String) -> [String]? {
  if raw.isEmpty { return [] }
  var parts = [""]
  var depth = 0
  var inQuotes = false
  var isEscaped = false
  for character in raw {
    if !inQuotes, depth == 0, character == "," {
      parts.append("")
      continue
    }
    if !inQuotes, character == "(" { depth += 1 }
    if !inQuotes, character == ")" { depth -= 1 }
    if inQuotes {
      if !isEscaped, character == "\"" { inQuotes = false }
      isEscaped = !isEscaped && character == "\\"
    } else if character == "\"", trimmed(parts[parts.count - 1][...]).isEmpty {
      inQuotes = true
    }
    parts[parts.count - 1].append(character)
  }
  let result = parts.map { String(trimmed($0[...])) }
  return result.contains("") ? nil : result
}
