/// How likely acute heart failure is, by the Congestion Score Index of an image.
public enum HeartFailureClass: Int, CaseIterable, Hashable, Sendable {
  /// Up to 1.3.
  case low
  /// Above 1.3 and up to 2.2.
  case medium
  /// Above 2.2.
  case high

  /// The highest averages of the first two classes.
  public static let cutOffs = [1.3, 2.2]

  /// The class of an average from 0 to 3.
  public init(average: Double) {
    self =
      average <= HeartFailureClass.cutOffs[0]
      ? .low : average <= HeartFailureClass.cutOffs[1] ? .medium : .high
  }

  /// `Low`, `Medium` or `High`.
  public var name: String {
    switch self {
    case .low: "Low"
    case .medium: "Medium"
    case .high: "High"
    }
  }

  /// The names in order.
  public static let names = allCases.map(\.name)
}
