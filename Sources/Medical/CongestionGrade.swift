/// How congested a lung zone is; the raw values are the classes of labels and predictions.
public enum CongestionGrade: Int, CaseIterable, Hashable, Sendable {
  /// Clear lung.
  case normal
  /// Grade 1.
  case mild
  /// Grade 2.
  case moderate
  /// Grade 3.
  case severe
  /// The zone cannot be graded, or nobody did.
  case unknown

  /// The number of classes, the unknown one included.
  public static let count = 5

  /// The classes that are grades: 0 to 3.
  public static let graded: Range<Int> = 0..<4
}
