/// Decides whether a trial is worth going on with.
public protocol Pruner: Sendable {
  /// Whether a trial should be stopped.
  ///
  /// - Parameters:
  ///   - trial: the trial, with its values on the way up to now.
  ///   - trials: all trials of the study.
  ///   - direction: which way is better.
  func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool
}
