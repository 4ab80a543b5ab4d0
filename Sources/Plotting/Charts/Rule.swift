/// A straight line that data are compared with.
public struct Rule: Hashable, Sendable {
  /// Where the line runs.
  public enum Course: Hashable, Sendable {
    /// Level at a number of the vertical axis.
    case horizontal(Double)
    /// Upright at a number of the horizontal axis.
    case vertical(Double)
    /// Where both axes have the same number.
    case diagonal
  }

  /// Where the line runs.
  public var course: Course
  /// A short text beside the line.
  public var label: String?
  /// How it is drawn.
  public var stroke: Stroke

  /// Creates a rule.
  public init(
    _ course: Course, label: String? = nil,
    stroke: Stroke = Stroke(.muted, width: 1, dashes: [4, 3])
  ) {
    self.course = course
    self.label = label
    self.stroke = stroke
  }
}
