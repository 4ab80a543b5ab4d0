import Basics

extension ConfigProblem: CustomStringConvertible {
  /// One line for people: place, line of the file, what is wrong, what was expected.
  ///
  ///     config.ini:3: [Training] bacth_size = 8: unknown key; did you mean batch_size?
  public var description: String {
    var parts: [String] = []
    if let origin { parts.append(origin.description) }
    if let subject { parts.append(subject) }
    return (parts + [reason]).joined(separator: ": ")
  }

  /// The line of the file, as `[Section] key = value`.
  private var subject: String? {
    guard let key else { return section.map { "[\($0)]" } }
    let place = section.map { "[\($0)] " } ?? ""
    return place + key + (value.map { " = \(Self.shortened($0))" } ?? "")
  }

  private var reason: String {
    switch issue {
    case .unreadable(let error): error.description
    case .notText: "this is no INI file: the line is not text"
    case .lineTooLong(let limit): "the line is longer than \(limit) bytes"
    case .malformedLine(let text):
      "expected [Section] or key = value, found '\(Self.shortened(text))'"
    case .unclosedQuote: "a double quote is opened and not closed"
    case .malformedSetting(let text):
      "expected Section.key=value, found '\(Self.shortened(text))'"
    case .duplicateKey(let earlier): "the key is given twice, first at \(earlier)"
    case .unknownSection(let nearest):
      "unknown section" + Self.suggestion(nearest.map { "[\($0)]" })
    case .unknownKey(let nearest): "unknown key" + Self.suggestion(nearest)
    case .invalidValue(let expected, let nearest):
      "expected \(expected)" + Self.suggestion(nearest)
    case .contradiction(let other, let value, let origin):
      "\(other) = \(Self.shortened(value)) at \(origin) says otherwise; remove one of the two"
    case .rejected(let reason): reason
    case .missing(let reason, let lines):
      "missing; \(reason); add " + lines.map { "'\($0)'" }.joined(separator: " and ")
    }
  }

  private static func suggestion(_ name: String?) -> String {
    name.map { "; did you mean \($0)?" } ?? ""
  }

  private static func shortened(_ text: String) -> String {
    text.count <= 80 ? text : text.prefix(77) + "..."
  }
}
