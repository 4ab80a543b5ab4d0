/// A sampler that can learn from a table, which is kept from one suggestion to the next.
///
/// With a table a suggestion does not begin by reading all trials again; it is the same either way.
public protocol IncrementalSampler: Sampler {
  /// Suggests values for the trial of a number.
  ///
  /// - Parameters:
  ///   - number: the trial's number, from 0; what the table knows of that trial itself does not count.
  ///   - table: the parameters and all trials that are known, finished ones and those that run.
  /// - Returns: a value for each parameter that exists beside the others.
  func suggest(number: Int, after table: TrialTable) -> [String: ParameterValue]
}

extension IncrementalSampler {
  public func suggest(
    number: Int, in space: SearchSpace, direction: StudyDirection, trials: [TrialRecord]
  ) -> [String: ParameterValue] {
    suggest(
      number: number, after: TrialTable(space: space, direction: direction, trials: trials))
  }
}
