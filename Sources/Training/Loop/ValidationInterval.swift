/// How often there is a validation; one at the end of an epoch is always.
///
/// Every validation may find the best weights and is a row of `validation_history.json`; early stopping, schedules and the
/// other histories go by the one at an epoch's end.
public enum ValidationInterval: Sendable, Equatable {
  /// After this part of an epoch's updates, above 0 and up to 1.
  case fraction(Double)
  /// After so many updates of an epoch, at least 1.
  case updates(Int)

  /// The updates between two validations within an epoch; nil when there is only the one at its end.
  ///
  /// - Parameter count: The updates of an epoch.
  func interval(ofEpoch count: Int) -> Int? {
    let interval =
      switch self {
      case .fraction(let part): max(1, Int(part * Double(count)))
      case .updates(let number): max(1, number)
      }
    return interval < count ? interval : nil
  }
}
