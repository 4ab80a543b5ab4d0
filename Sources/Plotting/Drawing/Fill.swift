/// How an area is filled.
public struct Fill: Hashable, Sendable {
  /// The colour's role.
  public var ink: Ink
  /// From 0 (invisible) to 1.
  public var opacity: Double

  /// Creates a fill.
  public init(_ ink: Ink, opacity: Double = 1) {
    self.ink = ink
    self.opacity = opacity
  }
}
