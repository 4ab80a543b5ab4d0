import Basics
import Imaging

/// Turns drawings into SVG: shapes by role, real text, titles that show when pointed at.
struct SVGRenderer {
  private var text = ""
  private var clips = 0
  private let prefix: String

  /// Renders a drawing.
  ///
  /// - Parameters:
  ///   - label: what the picture shows, for readers who do not see it.
  ///   - prefix: begins the names of clip paths; pictures on one page need different ones.
  ///   - isStandalone: whether the picture carries its own style sheet.
  static func render(
    _ drawing: Drawing, label: String, prefix: String, isStandalone: Bool
  ) -> String {
    var renderer = SVGRenderer(prefix: prefix)
    let (width, height) = (number(drawing.width), number(drawing.height))
    renderer.text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
      + "width=\"\(width)\" height=\"\(height)\" role=\"img\" aria-label=\"\(XMLText.attribute(label))\" "
      + "class=\"plot\">\n"
    if isStandalone {
      renderer.text += "<style>\(SVGStyle.sheet)</style>\n"
      renderer.text += "<rect width=\"100%\" height=\"100%\" class=\"pf-background\"/>\n"
    }
    for element in drawing.elements { renderer.draw(element) }
    return renderer.text + "</svg>\n"
  }

  private init(prefix: String) { self.prefix = prefix }

  private mutating func draw(_ element: Drawing.Element) {
    switch element {
    case .line(let points, let stroke):
      let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
      text += "<polyline points=\"\(list.joined(separator: " "))\" \(Self.attributes(stroke))/>\n"
    case .polygon(let points, let fill):
      let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
      text += "<polygon points=\"\(list.joined(separator: " "))\" \(Self.attributes(fill))/>\n"
    case .rectangle(let box, let fill):
      text += "<rect \(Self.place(box)) \(Self.attributes(fill))/>\n"
    case .frame(let box, let stroke):
      text += "<rect \(Self.place(box.inset(by: stroke.width / 2))) \(Self.attributes(stroke))/>\n"
    case .disc(let center, let radius, let fill):
      text +=
        "<circle cx=\"\(Self.number(center.x))\" cy=\"\(Self.number(center.y))\" "
        + "r=\"\(Self.number(radius))\" \(Self.attributes(fill))/>\n"
    case .text(let content, let point, let style): write(content, at: point, style)
    case .picture(let picture, let box): place(picture, in: box)
    case .clipped(let box, let elements):
      guard !elements.isEmpty else { return }
      clips += 1
      let name = "\(prefix)\(clips)"
      text += "<clipPath id=\"\(name)\"><rect \(Self.place(box))/></clipPath>\n"
      text += "<g clip-path=\"url(#\(name))\">\n"
      for element in elements { draw(element) }
      text += "</g>\n"
    case .titled(let title, let elements):
      text += "<g><title>\(XMLText.content(title))</title>\n"
      for element in elements { draw(element) }
      text += "</g>\n"
    }
  }

  private mutating func write(_ content: String, at point: Point, _ style: TextStyle) {
    let (x, y) = (Self.number(point.x), Self.number(point.y))
    var attributes = "x=\"\(x)\" y=\"\(y)\" font-size=\"\(Self.number(style.size))\""
    if style.isVertical { attributes += " transform=\"rotate(-90 \(x) \(y))\"" }
    switch style.anchor {
    case .start: break
    case .middle: attributes += " text-anchor=\"middle\""
    case .end: attributes += " text-anchor=\"end\""
    }
    if style.isBold { attributes += " font-weight=\"600\"" }
    if content.count > 3 {
      // Whatever face the reader has, the text takes the room that was measured for it.
      attributes +=
        " textLength=\"\(Self.number(style.width(of: content)))\" lengthAdjust=\"spacingAndGlyphs\""
    }
    let ink = Self.paint(style.ink, property: "fill")
    text += "<text \(attributes) \(ink)>\(XMLText.content(content))</text>\n"
  }

  private mutating func place(_ picture: Image, in box: Box) {
    guard let address = picture.dataAddress(fitting: box, scale: 2) else { return }
    text +=
      "<image \(Self.place(box)) preserveAspectRatio=\"none\" href=\"\(address)\"/>\n"
  }

  // MARK: Attributes

  private static func place(_ box: Box) -> String {
    "x=\"\(number(box.left))\" y=\"\(number(box.top))\" "
      + "width=\"\(number(box.width))\" height=\"\(number(box.height))\""
  }

  private static func attributes(_ fill: Fill) -> String {
    paint(fill.ink, property: "fill")
      + (fill.opacity < 1 ? " fill-opacity=\"\(number(fill.opacity))\"" : "")
  }

  private static func attributes(_ stroke: Stroke) -> String {
    var text = paint(stroke.ink, property: "stroke") + " fill=\"none\""
    text += " stroke-width=\"\(number(stroke.width))\" stroke-linejoin=\"round\""
    text += " stroke-linecap=\"round\""
    if !stroke.dashes.isEmpty {
      text += " stroke-dasharray=\"\(stroke.dashes.map(number).joined(separator: " "))\""
    }
    if stroke.opacity < 1 { text += " stroke-opacity=\"\(number(stroke.opacity))\"" }
    return text
  }

  private static func paint(_ ink: Ink, property: String) -> String {
    if case .fixed(let color) = ink { return "\(property)=\"\(color.hex)\"" }
    return "class=\"\(property == "fill" ? "pf" : "ps")-\(SVGStyle.name(of: ink))\""
  }

  /// At most two decimals: a hundredth of a point is nothing that anybody sees.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    var text = (hundredths < 0 ? "-" : "") + String(whole)
    if part > 0 {
      text += part < 10 ? ".0" : "."
      text += String(part % 10 == 0 ? part / 10 : part)
    }
    return text
  }
}

extension Drawing {
  /// The drawing as an SVG document with its own light and dark style.
  ///
  /// - Parameter label: what it shows, in a few words.
  public func svg(label: String) -> String {
    SVGRenderer.render(self, label: label, prefix: "clip", isStandalone: true)
  }

  /// The drawing as an `<svg>` element for a page that has `SVGStyle.sheet`.
  ///
  /// - Parameters:
  ///   - label: what it shows, in a few words.
  ///   - name: a word that no other picture of the page has.
  public func inlineSVG(label: String, name: String) -> String {
    SVGRenderer.render(self, label: label, prefix: "\(name)-clip", isStandalone: false)
  }
}
