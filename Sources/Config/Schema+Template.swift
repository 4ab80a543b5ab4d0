import Basics

extension Schema {
  /// A commented INI text with every key at its default.
  ///
  /// - Parameters:
  ///   - heading: lines of comment for the top, without their `;`.
  ///   - values: other values than the default, by `Section.key`.
  public func template(heading: [String] = [], values: [String: String] = [:]) -> String {
    var lines = heading.map { "; \($0)" }
    for section in sections where !keys(in: section).isEmpty || section.openLines != nil {
      if !lines.isEmpty { lines.append("") }
      lines.append("; \(section.summary)")
      // A section with a name of one's own is shown, not made.
      let mark = section.prefix == nil ? "" : "; "
      lines.append("\(mark)[\(section.name)]")
      for key in keys(in: section) {
        let value = values["\(key.section).\(key.name)"] ?? key.defaultText ?? ""
        lines.append("; \(key.summary): \(key.kind.expectation)")
        lines.append(mark + assignmentLine(key.name, value))
      }
      lines += (section.openLines ?? []).map { assignmentLine($0.key, $0.value) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
