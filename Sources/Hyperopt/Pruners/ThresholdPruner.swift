/// Stops a trial whose last value is not a number or lies outside bounds.
///
/// Decides as Optuna's `ThresholdPruner` does.
public struct ThresholdPruner: Pruner, Hashable {
  /// The values that may go on.
  public var allowed: ClosedRange<Double>
  /// When trials are looked at.
  public var interval: PruningInterval

  /// Creates a pruner.
  public init(_ allowed: ClosedRange<Double>, interval: PruningInterval = PruningInterval()) {
    self.allowed = allowed
    self.interval = interval
  }

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool {
    guard let last = trial.intermediateValues.last, interval.isDue(trial) else { return false }
    return !allowed.contains(last.value)
  }
}
