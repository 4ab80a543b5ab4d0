/// Which way is better.
public enum StudyDirection: String, Hashable, Sendable, CaseIterable {
  /// Lower values are better.
  case minimize
  /// Higher values are better.
  case maximize

  /// Whether a value is better than another.
  public func isBetter(_ value: Double, than other: Double) -> Bool {
    self == .minimize ? value < other : value > other
  }
}
