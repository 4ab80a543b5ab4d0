/// A strict reader of XML that keeps only what tests ask about: whether it is well-formed, and what it says.
public struct XMLCheck {
  /// What is wrong first; nil: nothing.
  public private(set) var problem: String?
  /// Names of all elements in order.
  public private(set) var elements: [String] = []
  /// Values of all attributes with their names.
  public private(set) var attributes: [(name: String, value: String)] = []
  /// All text between tags, pieces separated by line breaks.
  public private(set) var text = ""

  /// Reads a document, or a part of one.
  ///
  /// - Parameter isHTML: whether elements that HTML never closes may stay open, and raw text is skipped.
  public init(_ document: String, isHTML: Bool = false) {
    var scanner = Scanner(rest: Substring(document))
    var open: [String] = []
    while problem == nil, !scanner.rest.isEmpty {
      let words = scanner.until("<")
      if words.contains(">") && !isHTML { problem = "a bare > in: \(words.prefix(60))" }
      check(words)
      if !words.allSatisfy(\.isWhitespace) { text += words + "\n" }
      guard scanner.take("<") else { break }
      if scanner.take("!--") {
        _ = scanner.until("-->")
        _ = scanner.take("-->")
      } else if scanner.take("!") || scanner.take("?") {
        _ = scanner.until(">")
        _ = scanner.take(">")
      } else if scanner.take("/") {
        let name = String(scanner.until(">"))
        if open.popLast() != name { problem = "</\(name)> closes nothing" }
        _ = scanner.take(">")
      } else {
        readElement(&scanner, &open, isHTML: isHTML)
      }
    }
    if problem == nil, !open.isEmpty { problem = "<\(open.joined(separator: "> <"))> stays open" }
  }

  private mutating func readElement(
    _ scanner: inout Scanner, _ open: inout [String], isHTML: Bool
  ) {
    let name = String(scanner.rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" })
    guard !name.isEmpty else {
      problem = "a bare < before: \(scanner.rest.prefix(40))"
      return
    }
    elements.append(name)
    scanner.rest.removeFirst(name.count)
    while true {
      scanner.rest = scanner.rest.drop(while: \.isWhitespace)
      if scanner.take("/>") { return }
      if scanner.take(">") { break }
      let key = String(scanner.rest.prefix { $0.isLetter || $0.isNumber || "-:_".contains($0) })
      guard !key.isEmpty else {
        problem = "no attribute in <\(name)>: \(scanner.rest.prefix(40))"
        return
      }
      scanner.rest.removeFirst(key.count)
      guard scanner.take("=\"") else {
        if isHTML { continue }
        problem = "no value of \(key) in <\(name)>"
        return
      }
      let value = scanner.until("\"")
      check(value)
      if value.contains("<") { problem = "a bare < in \(key) of <\(name)>" }
      attributes.append((key, String(value)))
      guard scanner.take("\"") else {
        problem = "the value of \(key) does not end"
        return
      }
    }
    if isHTML, ["meta", "br", "hr", "img", "link", "input"].contains(name) { return }
    if ["style", "script"].contains(name) {
      _ = scanner.until("</\(name)>")
      _ = scanner.take("</\(name)>")
      return
    }
    open.append(name)
  }

  private mutating func check(_ words: Substring) {
    for part in words.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != ";" }
      let isNumber = name.first == "#" && name.dropFirst().allSatisfy(\.isNumber)
      if !["amp", "lt", "gt", "quot", "apos"].contains(String(name)), !isNumber {
        problem = "a bare & before: \(part.prefix(30))"
      }
    }
  }

  private struct Scanner {
    var rest: Substring

    mutating func take(_ text: String) -> Bool {
      guard rest.hasPrefix(text) else { return false }
      rest.removeFirst(text.count)
      return true
    }

    mutating func until(_ end: String) -> Substring {
      var place = rest.startIndex
      while place < rest.endIndex, !rest[place...].hasPrefix(end) {
        place = rest.index(after: place)
      }
      defer { rest = rest[place...] }
      return rest[..<place]
    }
  }
}
