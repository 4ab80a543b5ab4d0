/// The sample values that become 0 and 1.
public struct IntensityWindow: Hashable, Sendable {
  /// The sample value that becomes 0.
  public var lower: Float
  /// The sample value that becomes 1; not below `lower`.
  public var upper: Float

  /// Creates a window from its bounds.
  public init(lower: Float, upper: Float) {
    precondition(lower <= upper, "IntensityWindow: \(lower) above \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// Maps sample values to 0...1, clamping what lies outside.
  ///
  ///     y = (x - lower) / (upper - lower)
  ///
  /// With equal bounds everything becomes 0: a constant picture holds nothing.
  public func apply(_ values: [Float]) -> [Float] {
    let (lower, extent) = (lower, upper - lower)
    guard extent > 0 else { return [Float](repeating: 0, count: values.count) }
    return values.map { min(max(($0 - lower) / extent, 0), 1) }
  }
}
