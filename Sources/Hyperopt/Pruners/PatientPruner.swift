/// Stops a trial that has not improved for a while, if another pruner, where there is one, would stop it too.
///
/// Decides as Optuna's `PatientPruner` does.
public struct PatientPruner: Pruner {
  /// Who has the last word; nil: nobody.
  public var wrapped: (any Pruner)?
  /// How many reports a trial may go without improvement, from 0.
  public var patience: Int
  /// How much worse than before the last reports must be, from 0.
  public var leastDifference: Double

  /// Creates a pruner.
  public init(_ wrapped: (any Pruner)?, patience: Int, leastDifference: Double = 0) {
    precondition(patience >= 0, "no patience: \(patience)")
    precondition(leastDifference >= 0, "no difference: \(leastDifference)")
    self.wrapped = wrapped
    self.patience = patience
    self.leastDifference = leastDifference
  }

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool {
    let values = trial.intermediateValues
    guard values.count > patience + 1,
      let before = direction.best(of: values.dropLast(patience + 1)),
      let after = direction.best(of: values.suffix(patience + 1))
    else { return false }
    let bound = direction == .minimize ? before + leastDifference : before - leastDifference
    guard direction.isBetter(bound, than: after) else { return false }
    return wrapped?.shouldPrune(trial, among: trials, direction: direction) ?? true
  }
}
