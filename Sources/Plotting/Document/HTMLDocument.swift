/// A report as one self-contained page: no scripts, nothing fetched from anywhere.
public struct HTMLDocument: Sendable {
  /// The heading.
  public var title: String
  /// Below the heading.
  public var subtitle: String
  /// A line that nobody can miss, at the top and at the end; empty: none.
  public var notice: String
  /// The parts in order.
  public var sections: [DocumentSection]

  /// Creates a document.
  public init(
    title: String, subtitle: String = "", notice: String = "", sections: [DocumentSection]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.notice = notice
    self.sections = sections.filter { !$0.blocks.isEmpty }
  }

  /// The page.
  public var text: String {
    var text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(XMLText.content(title))</title>
      <style>
      \(SVGStyle.sheet)\(HTMLStyle.sheet)</style>
      </head>
      <body>
      <header>
      <h1>\(XMLText.content(title))</h1>
      """
    if !subtitle.isEmpty { text += "\n<p class=\"muted\">\(XMLText.content(subtitle))</p>" }
    text += noticeText
    if sections.count > 3 {
      text += "\n<nav>"
      for (index, section) in sections.enumerated() {
        text += "<a href=\"#s\(index + 1)\">\(XMLText.content(section.title))</a> "
      }
      text += "</nav>"
    }
    text += "\n</header>\n<main>\n"
    for (index, section) in sections.enumerated() {
      text += "<section id=\"s\(index + 1)\">\n<h2>\(XMLText.content(section.title))</h2>\n"
      for block in section.blocks { text += HTMLDocument.text(of: block) }
      text += "</section>\n"
    }
    return text + "</main>\n<footer>\(noticeText)\n</footer>\n</body>\n</html>\n"
  }

  private var noticeText: String {
    notice.isEmpty ? "" : "\n<p class=\"notice\">\(XMLText.content(notice))</p>"
  }

  private static func text(of block: DocumentBlock) -> String {
    switch block {
    case .paragraph(let words): return "<p>\(XMLText.content(words))</p>\n"
    case .result(let words): return "<p class=\"result\">\(XMLText.content(words))</p>\n"
    case .facts(let facts):
      let rows = facts.map {
        "<tr><th scope=\"row\">\(XMLText.content($0.name))</th><td>\(XMLText.content($0.value))</td></tr>\n"
      }
      return "<table class=\"facts\">\n\(rows.joined())</table>\n"
    case .table(let table): return text(of: table)
    case .figure(let figure, let name, let caption):
      return "<figure>\n\(figure.drawing.inlineSVG(label: caption, name: name))"
        + "<figcaption>\(XMLText.content(caption))</figcaption>\n</figure>\n"
    case .warnings(let warnings):
      guard !warnings.isEmpty else { return "" }
      let items = warnings.map { "<li>\(XMLText.content($0))</li>\n" }
      return "<ul class=\"warnings\">\n\(items.joined())</ul>\n"
    case .code(let words): return "<pre>\(XMLText.content(words))</pre>\n"
    case .details(let summary, let blocks):
      return "<details>\n<summary>\(XMLText.content(summary))</summary>\n"
        + blocks.map(text(of:)).joined() + "</details>\n"
    }
  }

  private static func text(of table: DocumentTable) -> String {
    var text = "<div class=\"scroll\"><table>\n"
    if !table.caption.isEmpty { text += "<caption>\(XMLText.content(table.caption))</caption>\n" }
    text += "<thead><tr>"
    for name in table.header { text += "<th scope=\"col\">\(XMLText.content(name))</th>" }
    text += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>"
      for (index, cell) in row.enumerated() {
        let words = XMLText.content(cell)
        text += index == 0 ? "<th scope=\"row\">\(words)</th>" : "<td>\(words)</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n"
  }
}
