/// One direction of a chart: what it measures, and how numbers become places.
public struct Axis: Hashable, Sendable {
  /// How numbers become places.
  public enum Scale: Hashable, Sendable {
    /// Equal differences are equally far apart.
    case linear
    /// Equal ratios are equally far apart; numbers that are not positive are left out.
    case logarithmic
  }

  /// What is measured, with its unit.
  public var label: String
  /// How numbers become places.
  public var scale: Scale
  /// The ends of the axis; nil: around the data.
  public var range: ClosedRange<Double>?
  /// Whether 0 belongs to an axis without fixed ends.
  public var includesZero: Bool
  /// Whether only whole numbers are marked.
  public var isWhole: Bool
  /// Names of the numbers 0, 1, 2, ...: the axis then has a place for each instead of numbers.
  public var categories: [String]

  /// Creates an axis.
  public init(
    _ label: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil,
    includesZero: Bool = false, isWhole: Bool = false, categories: [String] = []
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.includesZero = includesZero
    self.isWhole = isWhole
    self.categories = categories
  }
}
