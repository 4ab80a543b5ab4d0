import Basics

extension TPEOptions {
  /// The keys of `[Hyperopt]` that say how the tree-structured Parzen estimator learns; the ones that other samplers may
  /// understand too are beside those of `StudyOptions`.
  static let declaredKeys: [DeclaredKey] = [
    key(
      "tpe_candidates", .integer(1...100_000), "24",
      "tpe: candidates among which the best is taken"),
    key(
      "tpe_gamma",
      .oneOf([
        .call("linear", [.real(.above(0, upTo: 1))]), .call("sqrt", [.real(.above(0))]),
      ]), "linear(0.1)",
      "tpe: how many trials count as good: a share of them, or a multiple of their square root"),
    key("tpe_good_limit", .integer(atLeast: 1), "25", "tpe: the most trials that count as good"),
    key(
      "tpe_good_weights", .words("ei", "uniform", "old_decay", "old_drop"), "ei",
      "tpe: how much good trials count: by how much they are better (ei), all alike, less the older "
        + "they are than the last 25, or those 25 alone"),
    key(
      "tpe_other_weights", .words("old_decay", "old_drop", "uniform"), "old_decay",
      "tpe: how much the other trials count"),
    key(
      "tpe_bandwidth",
      .oneOf([.words("hyperopt", "scott"), .call("shrinking", [.real(.above(0))])]), "hyperopt",
      "tpe: how wide kernels are: up to their neighbours, by Scott's rule, or a multiple of "
        + "n^(-1/(d+4)), 0.2 in Optuna before version 4"),
    key(
      "tpe_magic_clip", .word("none", or: .real(.above(0))), "1.5",
      "tpe: kernels are at least (n+2)^(-this) of the range wide"),
    key(
      "tpe_min_bandwidth", .real(.closed(0, 1)), "0.015",
      "tpe: kernels are at least this share of the range wide"),
    key(
      "tpe_cell_share", .real(.atLeast(0)), "0.3",
      "tpe: good kernels of whole numbers and steps are at least this share of a step wide"),
    key(
      "tpe_categorical",
      .oneOf([.words("optuna"), .call("fixed", [.real(.open(0, 1))])]), "optuna",
      "tpe: what kernels leave to other choices: less with each trial, or a fixed share"),
    key(
      "tpe_prior_weight", .real(.atLeast(0)), "1",
      "tpe: what a kernel as wide as the range weighs against a trial"),
    key(
      "tpe_split_groups", .boolean, "true",
      "tpe: parameters of a condition learn what is good among the trials that have them"),
    key(
      "tpe_liar", .boolean, "true",
      "tpe: trials that still run count as bad, so that parallel ones do not crowd"),
    key(
      "tpe_single_period", .integer(atLeast: 0), "3",
      "tpe: one trial in so many draws its values one by one, even if multivariate; 0: none"),
  ]

  private static func key(
    _ name: String, _ kind: KeyKind, _ standard: String, _ summary: String
  ) -> DeclaredKey {
    DeclaredKey(section: "Hyperopt", name: name, kind: kind, default: standard, summary: summary)
  }
}
