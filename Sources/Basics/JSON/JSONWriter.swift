extension JSONValue {
  /// The value as JSON text.
  ///
  /// Numbers have the fewest digits that read back as the same number; NaN and the infinities are
  /// written as `null`.
  ///
  /// - Parameter pretty: one line per element, indented by two spaces; lists of plain values stay
  ///   on one line. Without it there is no blank space at all, and no newline.
  public func text(pretty: Bool = false) -> String {
    var text = ""
    write(to: &text, indent: pretty ? 0 : nil)
    if pretty { text += "\n" }
    return text
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += value.description
    case .double(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): Self.writeQuoted(value, to: &text)
    case .array(let elements): Self.write(elements, to: &text, indent: indent)
    case .object(let object):
      Self.writeList(object.keys, "{", "}", to: &text, indent: indent) { key, text, inner in
        Self.writeQuoted(key, to: &text)
        text += indent == nil ? ":" : ": "
        (object[key] ?? .null).write(to: &text, indent: inner)
      }
    }
  }

  private static func write(_ elements: [JSONValue], to text: inout String, indent: Int?) {
    if indent != nil, elements.allSatisfy(\.isPlain) {
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(to: &text, indent: nil)
      }
      text += "]"
      return
    }
    writeList(elements, "[", "]", to: &text, indent: indent) { element, text, inner in
      element.write(to: &text, indent: inner)
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, indent: Int?,
    writeElement: (Element, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: " ", count: inner) }
      writeElement(element, &text, inner)
    }
    if let indent, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  private static func writeQuoted(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// Neither a list nor an object.
  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
