/// Stops a trial whose best value so far is worse than a percentile of what complete trials had at the same step.
///
/// Decides as Optuna's `PercentilePruner` does; with the 50th percentile, as its `MedianPruner`.
public struct PercentilePruner: Pruner, Hashable {
  /// The share of trials, in percent, that may go on: 0...100.
  public var percentile: Double
  /// Nothing is stopped before so many trials are complete.
  public var startUpTrials: Int
  /// Nothing is stopped at a step that fewer complete trials reported, at least 1.
  public var leastTrials: Int
  /// When trials are looked at.
  public var interval: PruningInterval

  /// Creates a pruner; the defaults are Optuna's.
  public init(
    percentile: Double, startUpTrials: Int = 5, leastTrials: Int = 1,
    interval: PruningInterval = PruningInterval()
  ) {
    precondition((0...100).contains(percentile), "no percentile: \(percentile)")
    precondition(leastTrials >= 1, "a percentile of \(leastTrials) trials does not exist")
    self.percentile = percentile
    self.startUpTrials = startUpTrials
    self.leastTrials = leastTrials
    self.interval = interval
  }

  /// Stops a trial whose best value is worse than the median.
  public static func median(
    startUpTrials: Int = 5, leastTrials: Int = 1, interval: PruningInterval = PruningInterval()
  ) -> PercentilePruner {
    PercentilePruner(
      percentile: 50, startUpTrials: startUpTrials, leastTrials: leastTrials, interval: interval)
  }

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool {
    guard let last = trial.intermediateValues.last, interval.isDue(trial) else { return false }
    var completeCount = 0
    var others: [Double] = []
    for other in trials where other.state == .complete {
      completeCount += 1
      if let value = other.intermediateValue(at: last.step) { others.append(value) }
    }
    guard completeCount > 0, completeCount >= startUpTrials else { return false }
    guard let best = direction.best(of: trial.intermediateValues) else { return true }
    guard others.count >= leastTrials else { return false }
    let share = direction == .minimize ? percentile : 100 - percentile
    guard let threshold = Self.percentile(share, of: others) else { return false }
    return direction.isBetter(threshold, than: best)
  }

  /// The percentile of the numbers that are not NaN, between two of them by NumPy's linear rule; nil without any.
  static func percentile(_ percent: Double, of numbers: [Double]) -> Double? {
    let sorted = numbers.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    let position = Double(sorted.count - 1) * (percent / 100)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    let fraction = position - Double(below)
    let difference = sorted[above] - sorted[below]
    // The end that is nearer is the one to start from, so that rounding never passes it.
    return fraction < 0.5
      ? sorted[below] + difference * fraction : sorted[above] - difference * (1 - fraction)
  }
}
