/// How far a trial is.
public enum TrialState: String, Hashable, Sendable, CaseIterable {
  /// Somebody works on it, or died over it.
  case running
  /// It ended with a value.
  case complete
  /// It was stopped because others were better at the same point.
  case pruned
  /// It ended without a value.
  case failed
  /// It was enqueued and has not begun.
  case waiting

  /// Whether the trial can change no more.
  public var isFinished: Bool { self != .running && self != .waiting }
}
