/// Data that belong together: one entry of the legend.
public struct Series: Hashable, Sendable {
  /// How the points are drawn.
  public enum Style: Hashable, Sendable {
    /// Joined by a line; dots on the points where `markers` is true.
    case line(width: Double, dashes: [Double], markers: Bool)
    /// Joined by level lines with upright ones between, as a count that changes.
    case steps(width: Double)
    /// Dots only.
    case dots(radius: Double)
    /// Bars from 0, this wide along the horizontal axis.
    case bars(width: Double)
    /// The area between the points' intervals.
    case band
  }

  /// The name in the legend; nil: no entry.
  public var name: String?
  /// The points in drawing order.
  public var points: [DataPoint]
  /// How they are drawn.
  public var style: Style
  /// The colour; nil: the next of the palette.
  public var ink: Ink?
  /// Colours for the points' weights, lowest to highest.
  public var scale: ColorScale?

  /// Creates a series.
  public init(
    _ name: String?, _ points: [DataPoint],
    style: Style = .line(width: 1.8, dashes: [], markers: false), ink: Ink? = nil,
    scale: ColorScale? = nil
  ) {
    self.name = name
    self.points = points
    self.style = style
    self.ink = ink
    self.scale = scale
  }

  /// Creates a line through numbers at 1, 2, 3, ...; nil interrupts it.
  public init(_ name: String?, _ values: [Double?], ink: Ink? = nil) {
    let points = values.enumerated().map { DataPoint(Double($0.offset + 1), $0.element ?? .nan) }
    self.init(name, points, ink: ink)
  }
}
