/// Lets every trial run to its end.
public struct NoPruner: Pruner, Hashable {
  /// Creates the pruner.
  public init() {}

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool { false }
}
