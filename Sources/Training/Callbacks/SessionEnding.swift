/// How a session of training ended.
public enum SessionEnding: Sendable, Equatable {
  /// Training ended as it should, for this reason; the scores of the test split, if they were taken.
  case ended(StopReason, test: MetricValues?)
  /// An error ended it.
  case failed(reason: String)

  /// One line for people.
  public var text: String {
    switch self {
    case .ended(let reason, _): reason.text
    case .failed(let reason): "failed: \(reason)"
    }
  }
}
