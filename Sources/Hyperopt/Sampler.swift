/// Draws the parameters of the next trial.
///
/// A suggestion depends only on the sampler's options, the number of the trial and the trials that are given: a study
/// that is continued goes on as if it had never stopped.
public protocol Sampler: Sendable {
  /// Suggests values for the trial of a number.
  ///
  /// - Parameters:
  ///   - number: the trial's number, from 0.
  ///   - space: the parameters.
  ///   - direction: which way is better.
  ///   - trials: all trials that are known, by rising number: finished ones and those that run.
  /// - Returns: a value for each parameter that exists beside the others.
  func suggest(
    number: Int, in space: SearchSpace, direction: StudyDirection, trials: [TrialRecord]
  ) -> [String: ParameterValue]
}
