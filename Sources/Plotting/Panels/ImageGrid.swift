import Imaging

/// Pictures in rows with lines of text below each: contact sheets.
public struct ImageGrid: Panel, Hashable {
  /// One picture of a sheet.
  public struct Item: Hashable, Sendable {
    /// The picture; nil: an empty frame.
    public var image: Image?
    /// Lines below it, the first in bold.
    public var caption: [String]
    /// A border's colour; nil: none.
    public var border: Ink?

    /// Creates an item.
    public init(_ image: Image?, caption: [String] = [], border: Ink? = nil) {
      self.image = image
      self.caption = caption
      self.border = border
    }
  }

  /// Above the pictures.
  public var title: String
  /// The pictures row by row.
  public var items: [Item]
  /// Pictures in a row, at least 1.
  public var columns: Int

  /// Creates a sheet.
  public init(_ title: String = "", items: [Item], columns: Int = 4) {
    self.title = title
    self.items = items
    self.columns = max(1, columns)
  }

  private static let gap = 12.0
  private static let line = 12.5

  private func side(forWidth width: Double) -> Double {
    max(10, (width - Self.gap * Double(columns - 1)) / Double(columns))
  }

  private var lines: Double { Double(items.map(\.caption.count).max() ?? 0) }

  /// Square places with captions.
  public func height(forWidth width: Double) -> Double {
    let rows = Double((items.count + columns - 1) / columns)
    guard rows > 0 else { return 90 }
    let row = side(forWidth: width) + lines * Self.line + (lines > 0 ? 5 : 0)
    return (title.isEmpty ? 0 : 22) + rows * row + (rows - 1) * Self.gap
  }

  public func draw(in box: Box, on drawing: inout Drawing) {
    let inner = drawTitle(title, in: box, on: &drawing)
    guard !items.isEmpty else { return drawNothing("no images", in: inner, on: &drawing) }
    let side = side(forWidth: inner.width)
    let row = side + lines * Self.line + (lines > 0 ? 5 : 0) + Self.gap
    for (index, item) in items.enumerated() {
      let place = Box(
        left: inner.left + Double(index % columns) * (side + Self.gap),
        top: inner.top + Double(index / columns) * row, width: side, height: side)
      draw(item, in: place, on: &drawing)
    }
  }

  private func draw(_ item: Item, in place: Box, on drawing: inout Drawing) {
    drawing.rectangle(place, Fill(.panel))
    if let image = item.image {
      // The picture keeps its shape and lies in the middle of its place.
      let scale = min(place.width / Double(image.width), place.height / Double(image.height))
      let (width, height) = (Double(image.width) * scale, Double(image.height) * scale)
      drawing.picture(
        image,
        in: Box(
          left: place.center.x - width / 2, top: place.center.y - height / 2, width: width,
          height: height))
    } else {
      drawing.text(
        "not readable", centeredAt: place.center,
        TextStyle(size: TextSize.tick, ink: .muted, anchor: .middle))
    }
    if let border = item.border { drawing.frame(place, Stroke(border, width: 2)) }
    for (index, text) in item.caption.enumerated() {
      let style = TextStyle(
        size: TextSize.caption, isBold: index == 0, ink: index == 0 ? .foreground : .muted)
      drawing.text(
        style.fitted(text, width: place.width),
        at: Point(place.left, place.bottom + 5 + (Double(index) + 0.75) * Self.line), style)
    }
  }
}
