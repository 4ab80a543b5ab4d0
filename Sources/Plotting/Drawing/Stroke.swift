/// How a line is drawn; ends and joins are round.
public struct Stroke: Hashable, Sendable {
  /// The colour's role.
  public var ink: Ink
  /// The thickness in points.
  public var width: Double
  /// Lengths of dash and gap in turn, in points; empty: one whole line.
  public var dashes: [Double]
  /// From 0 (invisible) to 1.
  public var opacity: Double

  /// Creates a stroke.
  public init(_ ink: Ink, width: Double = 1, dashes: [Double] = [], opacity: Double = 1) {
    self.ink = ink
    self.width = width
    self.dashes = dashes
    self.opacity = opacity
  }
}
