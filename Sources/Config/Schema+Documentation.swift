import Basics

extension Schema {
  /// The reference of all keys as Markdown: a heading and a table for each section.
  public func documentation() -> String {
    var lines: [String] = []
    for section in sections where !keys(in: section).isEmpty || section.openLines != nil {
      if !lines.isEmpty { lines.append("") }
      lines += ["## \(section.name)", "", section.summary + ".", ""]
      if let open = section.openLines {
        lines += ["```ini"] + open.map { assignmentLine($0.key, $0.value) } + ["```"]
        continue
      }
      lines += ["| key | default | values | meaning |", "|---|---|---|---|"]
      for key in keys(in: section) {
        let value = key.defaultText.map { $0.isEmpty ? "(empty)" : "`\($0)`" } ?? "(unset)"
        let cells = ["`\(key.name)`", value, key.kind.documentedValues, meaning(of: key)]
        lines.append("| " + cells.map(Self.cell).joined(separator: " | ") + " |")
      }
      for key in ignoredKeys where key.section == section.name {
        let place = key.isAllowedAnywhere ? ", in any section" : ""
        let meaning = "accepted without effect\(place): \(key.reason)"
        lines.append(
          "| " + ["`\(key.name)`", "", "", meaning].map(Self.cell).joined(separator: " | ") + " |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func meaning(of key: DeclaredKey) -> String {
    guard !key.aliases.isEmpty else { return key.summary }
    let aliases = key.aliases.map { alias in
      alias.section.map { "`[\($0)] \(alias.name)`" } ?? "`\(alias.name)` in any section"
    }
    return "\(key.summary); also read as \(aliases.joined(separator: " and "))"
  }

  /// A bar would end the cell.
  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

extension KeyKind {
  /// The expectation, with the other spellings of words.
  fileprivate var documentedValues: String {
    let aliases = options.filter { !$0.aliases.isEmpty }.map { option in
      "\(option.name) = \(option.aliases.joined(separator: " = "))"
    }
    return expectation + (aliases.isEmpty ? "" : " (\(aliases.joined(separator: "; ")))")
  }

  private var options: [ChoiceOption] {
    switch self {
    case .choice(let options): options
    case .oneOf(let kinds): kinds.flatMap(\.options)
    case .list(let kind, _): kind.options
    default: []
    }
  }
}
