import Basics

extension PrunerOptions {
  /// The keys of `[Hyperopt]` that say when trials are stopped.
  static let keys: [Key<PrunerOptions>] = [
    Key(
      "Hyperopt", "pruner_startup_trials", \.startupTrials, .integer(atLeast: 0),
      "median, percentile, patient: nothing is stopped before so many trials are complete",
      whileResuming: .free),
    Key(
      "Hyperopt", "pruner_first_epoch", \.firstEpoch, .integer(atLeast: 1),
      "the first epoch at which trials are stopped; of hyperband's first bracket",
      whileResuming: .free),
    Key(
      "Hyperopt", "pruner_percentile", \.percentile, .real(.closed(0, 100)),
      "percentile: the share of trials, in percent, that may go on", whileResuming: .free),
    Key(
      "Hyperopt", "pruner_patience", \.patience, .integer(atLeast: 0),
      "patient: epochs that a trial may go without improvement", whileResuming: .free),
    Key(
      "Hyperopt", "pruner_factor", \.factor, none: "auto", .integer(2...1_000_000),
      "successive_halving, hyperband: one in so many trials goes on; auto: 4 and 3",
      whileResuming: .free),
    Key(
      "Hyperopt", "pruner_lower", \.lower, none: "none", .real,
      "threshold: trials with a lower value are stopped", whileResuming: .free),
    Key(
      "Hyperopt", "pruner_upper", \.upper, none: "none", .real,
      "threshold: trials with a higher value are stopped", whileResuming: .free),
  ]
}
