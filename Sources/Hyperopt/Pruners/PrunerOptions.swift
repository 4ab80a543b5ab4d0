/// When pruners stop a trial; each reads what concerns it.
public struct PrunerOptions: Hashable, Sendable {
  /// Median, percentile and patient: nothing is stopped before so many trials are complete.
  public var startupTrials = 5
  /// The first epoch at which trials are stopped, at least 1.
  public var firstEpoch = 1
  /// Percentile: the share of trials, in percent, that may go on.
  public var percentile = 25.0
  /// Patient: how many epochs a trial may go without improvement, from 0.
  public var patience = 5
  /// Successive halving and Hyperband: one in so many trials goes on, at least 2; nil: 4 and 3.
  public var factor: Int?
  /// Threshold: the least value that may go on.
  public var lower: Double?
  /// Threshold: the largest value that may go on, not below `lower`.
  public var upper: Double?

  /// Creates the default options.
  public init() {}
}
