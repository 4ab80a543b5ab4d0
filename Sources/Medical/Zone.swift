/// One of the six lung zones of the Congestion Score Index.
///
/// Sides are the patient's: his right lung lies on the left of the picture.
public enum Zone: Int, CaseIterable, Hashable, Sendable {
  /// Upper third of the right lung.
  case rightSuperior
  /// Upper third of the left lung.
  case leftSuperior
  /// Middle third of the right lung.
  case rightMiddle
  /// Middle third of the left lung.
  case leftMiddle
  /// Lower third of the right lung.
  case rightInferior
  /// Lower third of the left lung.
  case leftInferior

  /// The number of zones.
  public static let count = 6

  /// The name in files and metrics: `right_sup`, `left_sup`, ..., `left_inf`.
  public var name: String {
    switch self {
    case .rightSuperior: "right_sup"
    case .leftSuperior: "left_sup"
    case .rightMiddle: "right_mid"
    case .leftMiddle: "left_mid"
    case .rightInferior: "right_inf"
    case .leftInferior: "left_inf"
    }
  }

  /// The six names in the order of files, heads and metrics.
  public static let names = allCases.map(\.name)

  /// Whether the zone belongs to the patient's left lung, on the right of the picture.
  public var isLeft: Bool { !rawValue.isMultiple(of: 2) }

  /// The third of the lung: 0 upper, 1 middle, 2 lower.
  public var row: Int { rawValue / 2 }
}
