import Basics

extension Configuration {
  /// The whole configuration as INI text; reading it gives the same values.
  ///
  /// - Parameter heading: lines of comment for the top, without their `;`.
  public func text(heading: [String] = []) -> String {
    var lines = heading.map { "; \($0)" }
    var section: String?
    for entry in entries {
      if entry.section != section {
        if !lines.isEmpty { lines.append("") }
        lines.append("[\(entry.section)]")
        section = entry.section
      }
      lines.append(assignmentLine(entry.key.name, entry.text))
    }
    for section in schema.sections where !self.lines(in: section.name).isEmpty {
      lines += ["", "[\(section.name)]"]
      lines += self.lines(in: section.name).map { assignmentLine($0.key, $0.value) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// `key = value`, without a blank at the end where there is no value.
func assignmentLine(_ key: String, _ value: String) -> String {
  value.isEmpty ? "\(key) =" : "\(key) = \(value)"
}
