/// Asynchronous successive halving: only one trial in `reductionFactor` goes on from each rung to the next.
///
/// A rung is a step, `leastResource * reductionFactor^(earlyStoppingRate + rung)`. A trial that reaches it competes
/// with the values that others had when they did. Source: Li et al., "A system for massively parallel hyperparameter
/// tuning" (MLSys 2020), with the decisions of Optuna's `SuccessiveHalvingPruner`. Optuna notes each rung's value in
/// the study; here it is read off the values on the way, which is the same where the first rung is given, pruned trials
/// stop, and no report passes two rungs at once.
public struct SuccessiveHalvingPruner: Pruner, Hashable {
  /// The step of the first rung, at least 1; nil: a hundredth of the longest complete trial, and nothing is stopped
  /// before there is one.
  public var leastResource: Int?
  /// One in so many trials goes on, at least 2.
  public var reductionFactor: Int
  /// How many rungs are left out at the start.
  public var earlyStoppingRate: Int
  /// A rung stops every trial until more than so many have reached it.
  public var bootstrapCount: Int

  /// Creates a pruner; the defaults are Optuna's.
  public init(
    leastResource: Int? = nil, reductionFactor: Int = 4, earlyStoppingRate: Int = 0,
    bootstrapCount: Int = 0
  ) {
    precondition(leastResource ?? 1 >= 1, "the first rung must be at step 1 or later")
    precondition(reductionFactor >= 2, "one in \(reductionFactor) trials stops none")
    precondition(earlyStoppingRate >= 0 && bootstrapCount >= 0, "a count is negative")
    self.leastResource = leastResource
    self.reductionFactor = reductionFactor
    self.earlyStoppingRate = earlyStoppingRate
    self.bootstrapCount = bootstrapCount
  }

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool {
    guard let last = trial.intermediateValues.last else { return false }
    guard let resource = leastResource ?? Self.estimatedResource(trials) else { return false }
    let before = trial.intermediateValues.dropLast().last?.step ?? .min
    var rungStep = firstRung(of: resource)
    while let step = rungStep, step <= last.step {
      // Rungs that an earlier report passed are decided.
      if before < step {
        if last.value.isNaN { return true }
        var competing = [last.value]
        for other in trials where other.number != trial.number {
          if let value = Self.value(of: other, atRung: step) { competing.append(value) }
        }
        if competing.count <= bootstrapCount { return true }
        if !isPromoted(last.value, among: competing, direction: direction) { return true }
      }
      rungStep = next(after: step)
    }
    return false
  }

  /// Whether a value is among the best share of a rung, or the best of the first few.
  private func isPromoted(
    _ value: Double, among competing: [Double], direction: StudyDirection
  ) -> Bool {
    let promoted = max(competing.count / reductionFactor, 1)
    // The value goes on if fewer than that are better.
    return competing.count(where: { direction.isBetter($0, than: value) }) < promoted
  }

  /// What a trial had when it reached a rung; nil if it never did, or was NaN there and stopped for it.
  private static func value(of trial: TrialRecord, atRung step: Int) -> Double? {
    let values = trial.intermediateValues
    guard let last = values.last, last.step >= step else { return nil }
    let value = values[values.partitioningIndex { $0.step >= step }].value
    return value.isNaN ? nil : value
  }

  /// A hundredth of the steps of the longest complete trial.
  private static func estimatedResource(_ trials: [TrialRecord]) -> Int? {
    let longest = trials.lazy.filter { $0.state == .complete }
      .compactMap { $0.intermediateValues.last?.step }.max()
    return longest.map { max($0 / 100, 1) }
  }

  private func firstRung(of resource: Int) -> Int? {
    (0..<earlyStoppingRate).reduce(resource) { step, _ in step.flatMap(next(after:)) }
  }

  /// The step of the rung that follows; nil where no trial can ever come.
  private func next(after step: Int) -> Int? {
    let (product, overflow) = step.multipliedReportingOverflow(by: reductionFactor)
    return overflow ? nil : product
  }
}
