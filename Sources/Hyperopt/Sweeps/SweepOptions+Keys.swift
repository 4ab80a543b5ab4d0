import Basics

extension SweepOptions {
  /// The keys of `[Sweep]`.
  public static let keys: [Key<SweepOptions>] = [
    Key(
      "Sweep", "method", \.method, .choice(Method.allCases.map { ChoiceOption($0.rawValue) }),
      "how values are drawn", whileResuming: .free),
    Key(
      "Sweep", "metric", \.metric, .text,
      "what is searched for the best of; auto: the primary metric", whileResuming: .free,
      read: { .text($0 ?? "auto") },
      write: { text in String(configValue: text).map { $0.lowercased() == "auto" ? nil : $0 } }),
    Key(
      "Sweep", "goal", \.goal, none: "auto", .words("minimize", "maximize"),
      "whether less or more is better; auto: by the metric", whileResuming: .free),
    Key(
      "Sweep", "early_terminate", \.stopsEarly, .words("none", "hyperband"),
      "how hopeless trials are stopped", whileResuming: .free,
      read: { .word($0 ? "hyperband" : "none") }, write: { $0 == .word("hyperband") }),
    Key(
      "Sweep", "min_iter", \.firstBand, .integer(atLeast: 1),
      "epochs before hyperband first looks at a trial", whileResuming: .free),
    Key(
      "Sweep", "eta", \.eta, .real(.above(1)),
      "one in so many trials goes on at a band, and bands are so far apart", whileResuming: .free),
    Key(
      "Sweep", "run_cap", \.runCap, none: "none", .integer(atLeast: 1),
      "the most trials of a sweep", whileResuming: .free),
  ]
}

extension SweepOptions.Method: KeyConvertible {}
