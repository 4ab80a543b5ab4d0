/// The steps at which a pruner looks at a trial.
public struct PruningInterval: Hashable, Sendable {
  /// The first step that is looked at.
  public var warmUpSteps: Int
  /// The distance of the points from there on, at least 1; a trial is judged at its first report at or after each.
  public var steps: Int

  /// Creates an interval.
  public init(warmUpSteps: Int = 0, steps: Int = 1) {
    precondition(warmUpSteps >= 0, "a pruner cannot warm up for \(warmUpSteps) steps")
    precondition(steps >= 1, "a pruner cannot look every \(steps) steps")
    self.warmUpSteps = warmUpSteps
    self.steps = steps
  }

  /// Whether a trial is due at its last report.
  func isDue(_ trial: TrialRecord) -> Bool {
    guard let step = trial.intermediateValues.last?.step, step >= warmUpSteps else { return false }
    let point = (step - warmUpSteps) / steps * steps + warmUpSteps
    let before = trial.intermediateValues.dropLast().last?.step ?? -1
    return before < point
  }
}
