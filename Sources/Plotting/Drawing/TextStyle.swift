/// How a line of text is set.
public struct TextStyle: Hashable, Sendable {
  /// Where the text lies relative to its point.
  public enum Anchor: Hashable, Sendable {
    /// The text begins at the point.
    case start
    /// The point is the text's middle.
    case middle
    /// The text ends at the point.
    case end
  }

  /// The size in points: a capital letter is 0.72 of it.
  public var size: Double
  /// Whether strokes are thicker.
  public var isBold: Bool
  /// The colour's role.
  public var ink: Ink
  /// Where the text lies relative to its point.
  public var anchor: Anchor
  /// Whether the text runs upwards (turned left by 90 degrees).
  public var isVertical: Bool

  /// Creates a style.
  public init(
    size: Double = 11, isBold: Bool = false, ink: Ink = .foreground, anchor: Anchor = .start,
    isVertical: Bool = false
  ) {
    self.size = size
    self.isBold = isBold
    self.ink = ink
    self.anchor = anchor
    self.isVertical = isVertical
  }

  /// From the baseline to the top of capitals and digits, in points.
  public var capHeight: Double { size * VectorFont.capHeight }
  /// The distance between baselines of lines, in points.
  public var lineHeight: Double { size * 1.3 }

  /// The width of a text in points.
  public func width(of text: String) -> Double {
    VectorFont.width(of: text, isBold: isBold) * size
  }

  /// The text itself, or its beginning with an ellipsis where it is wider than `width` points.
  public func fitted(_ text: String, width limit: Double) -> String {
    guard width(of: text) > limit else { return text }
    var kept = text
    while !kept.isEmpty, width(of: kept + "\u{2026}") > limit { kept.removeLast() }
    while kept.last == " " { kept.removeLast() }
    return kept + "\u{2026}"
  }
}
