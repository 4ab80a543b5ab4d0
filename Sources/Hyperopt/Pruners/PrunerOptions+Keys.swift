import Basics

extension PrunerOptions {
  /// The keys of `[Hyperopt]` that say when trials are stopped.
  static let declaredKeys: [DeclaredKey] = [
    key(
      "pruner_startup_trials", .integer(atLeast: 0), "5",
      "median, percentile, patient: nothing is stopped before so many trials are complete"),
    key(
      "pruner_first_epoch", .integer(atLeast: 1), "1",
      "the first epoch at which trials are stopped; of hyperband's first bracket"),
    key(
      "pruner_percentile", .real(.closed(0, 100)), "25",
      "percentile: the share of trials, in percent, that may go on"),
    key(
      "pruner_patience", .integer(atLeast: 0), "5",
      "patient: epochs that a trial may go without improvement"),
    key(
      "pruner_factor", .word("auto", or: .integer(2...1_000_000)), "auto",
      "successive_halving, hyperband: one in so many trials goes on; auto: 4 and 3"),
    key(
      "pruner_lower", .word("none", or: .real), "none",
      "threshold: trials with a lower value are stopped"),
    key(
      "pruner_upper", .word("none", or: .real), "none",
      "threshold: trials with a higher value are stopped"),
  ]

  private static func key(
    _ name: String, _ kind: KeyKind, _ standard: String, _ summary: String
  ) -> DeclaredKey {
    DeclaredKey(section: "Hyperopt", name: name, kind: kind, default: standard, summary: summary)
  }
}
