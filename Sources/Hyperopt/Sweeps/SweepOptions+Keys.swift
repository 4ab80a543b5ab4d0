import Basics

extension SweepOptions {
  /// The keys of `[Sweep]`.
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Sweep", name: "method",
      kind: .choice(Method.allCases.map { ChoiceOption($0.rawValue) }), default: "bayes",
      summary: "how values are drawn"),
    DeclaredKey(
      section: "Sweep", name: "metric", kind: .text, default: "auto",
      summary: "what is searched for the best of; auto: the primary metric"),
    DeclaredKey(
      section: "Sweep", name: "goal", kind: .words("auto", "minimize", "maximize"),
      default: "auto", summary: "whether less or more is better; auto: by the metric"),
    DeclaredKey(
      section: "Sweep", name: "early_terminate", kind: .words("none", "hyperband"),
      default: "none", summary: "how hopeless trials are stopped"),
    DeclaredKey(
      section: "Sweep", name: "min_iter", kind: .integer(atLeast: 1), default: "3",
      summary: "epochs before hyperband first looks at a trial"),
    DeclaredKey(
      section: "Sweep", name: "eta", kind: .real(.above(1)), default: "3",
      summary: "one in so many trials goes on at a band, and bands are so far apart"),
    DeclaredKey(
      section: "Sweep", name: "run_cap", kind: .word("none", or: .integer(atLeast: 1)),
      default: "none", summary: "the most trials of a sweep"),
  ]
}
