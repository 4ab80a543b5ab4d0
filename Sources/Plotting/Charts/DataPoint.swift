/// A measured point of a chart.
public struct DataPoint: Hashable, Sendable {
  /// Its place along the horizontal axis.
  public var x: Double
  /// Its place along the vertical axis; NaN interrupts a line.
  public var y: Double
  /// The ends of its error bar; nil: none.
  public var interval: ClosedRange<Double>?
  /// What SVG shows when it is pointed at; nil: both numbers.
  public var title: String?
  /// A number that colours it, where the series is coloured; nil: the series' ink.
  public var weight: Double?

  /// Creates a point.
  public init(
    _ x: Double, _ y: Double, interval: ClosedRange<Double>? = nil, title: String? = nil,
    weight: Double? = nil
  ) {
    self.x = x
    self.y = y
    self.interval = interval
    self.title = title
    self.weight = weight
  }
}
