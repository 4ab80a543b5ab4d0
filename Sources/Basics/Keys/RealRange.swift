/// An interval of numbers whose ends may be open, closed or missing.
public struct RealRange: Hashable, Sendable {
  /// One end of the interval.
  public struct Bound: Hashable, Sendable {
    /// The number at the end.
    public var value: Double
    /// Whether that number itself belongs to the interval.
    public var isIncluded: Bool
  }

  /// The lower end; nil: unbounded.
  public var lower: Bound?
  /// The upper end; nil: unbounded.
  public var upper: Bound?

  /// All finite numbers.
  public static let any = RealRange()

  /// Both ends belong to it: [0, 1].
  public static func closed(_ lower: Double, _ upper: Double) -> RealRange {
    RealRange(
      lower: Bound(value: lower, isIncluded: true), upper: Bound(value: upper, isIncluded: true))
  }

  /// The lower end alone belongs to it: [0, 1).
  public static func halfOpen(_ lower: Double, _ upper: Double) -> RealRange {
    RealRange(
      lower: Bound(value: lower, isIncluded: true), upper: Bound(value: upper, isIncluded: false))
  }

  /// The upper end alone belongs to it: (0, 1].
  public static func above(_ lower: Double, upTo upper: Double) -> RealRange {
    RealRange(
      lower: Bound(value: lower, isIncluded: false), upper: Bound(value: upper, isIncluded: true))
  }

  /// Neither end belongs to it: (0, 1).
  public static func open(_ lower: Double, _ upper: Double) -> RealRange {
    RealRange(
      lower: Bound(value: lower, isIncluded: false), upper: Bound(value: upper, isIncluded: false))
  }

  /// From a number on, with it.
  public static func atLeast(_ lower: Double) -> RealRange {
    RealRange(lower: Bound(value: lower, isIncluded: true))
  }

  /// From a number on, without it.
  public static func above(_ lower: Double) -> RealRange {
    RealRange(lower: Bound(value: lower, isIncluded: false))
  }

  /// Whether a number belongs to the interval; NaN and the infinities never do.
  public func contains(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    if let lower, number < lower.value || (number == lower.value && !lower.isIncluded) {
      return false
    }
    if let upper, number > upper.value || (number == upper.value && !upper.isIncluded) {
      return false
    }
    return true
  }
}
