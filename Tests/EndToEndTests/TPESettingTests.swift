import Basics
import Hyperopt
import Testing

/// How the tree-structured Parzen estimator learns is a setting of `[Hyperopt]`, for searches and for `ask`.
@Suite struct TPESettingTests {
  /// Numbers, whole numbers, choices and a condition.
  private static func space(_ lines: String...) -> String {
    "[Hyperopt]\ndirection = minimize\n" + lines.joined(separator: "\n")
      + """

      [Search]
      X = uniform(-5, 10)
      depth = int(1, 12)
      rule = choice(a, b, c, d)
      rate = loguniform(1e-4, 1) if rule == a

      """
  }

  /// A study of 60 random trials that have ended and two that run.
  private func makeWorkspace() throws -> Workspace {
    let work = try Workspace()
    try work.write(Self.space("sampler = random"), to: "random.ini")
    for _ in 0..<62 { try ask(work, study: "s.journal", space: "random.ini") }
    let study = try Study(try Journal(work.path("s.journal")), name: nil)
    for trial in study.trials.prefix(60) {
      let values = Dictionary(
        uniqueKeysWithValues: trial.parameters.map { ($0.name, $0.internalValue) })
      let x = try #require(values["X"])
      let depth = try #require(values["depth"])
      let value = (x - 3) * (x - 3) + abs(depth - 5) + 10 * (values["rate"] ?? 1)
      try study.finish(trial.number, .complete, value: value)
    }
    return work
  }

  @discardableResult
  private func ask(_ work: Workspace, study: String, space: String) throws -> String {
    let outcome = try work.run("--mode", "ask", "--study", study, "--space", space)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  /// What four questions in a row are answered.
  private func answers(_ work: Workspace, _ setting: String) throws -> [String] {
    try work.write(Self.space(setting), to: "space.ini")
    try work.write(try work.bytes("s.journal"), to: "copy.journal")
    return try (0..<4).map { _ in try ask(work, study: "copy.journal", space: "space.ini") }
  }

  @Test func everySettingDecidesWhatIsSuggested() throws {
    let work = try makeWorkspace()
    let usual = try answers(work, "")
    #expect(try answers(work, "tpe_gamma = linear(0.1)") == usual)
    for setting in [
      "tpe_candidates = 4", "tpe_gamma = linear(0.3)", "tpe_gamma = sqrt(1.5)",
      "tpe_good_limit = 2", "tpe_good_weights = uniform", "tpe_good_weights = old_drop",
      "tpe_other_weights = uniform", "tpe_other_weights = old_drop", "tpe_bandwidth = scott",
      "tpe_bandwidth = shrinking(0.2)", "tpe_magic_clip = none", "tpe_magic_clip = 0.5",
      "tpe_min_bandwidth = 0.3", "tpe_cell_share = 4", "tpe_categorical = fixed(0.9)",
      "tpe_prior_weight = 0", "tpe_prior_weight = 9", "tpe_split_groups = false",
      "tpe_liar = false", "tpe_single_period = 0", "multivariate = false", "startup_trials = 70",
    ] {
      let answers = try answers(work, setting)
      #expect(answers != usual, "\(setting) changes nothing")
    }
    // Where no trial is old, only the older ones' weights differ.
    let early = try answers(work, "tpe_gamma = linear(0.3)\ntpe_good_weights = old_decay")
    #expect(
      try answers(work, "tpe_gamma = linear(0.3)\ntpe_good_weights = old_drop") == early)
  }

  @Test(arguments: [
    ("tpe_gamma = linear(0)", "linear(a number above 0"), ("tpe_gamma = 0.1", "linear("),
    ("tpe_gamma = squared(2)", "linear("), ("tpe_candidates = 0", "from 1"),
    ("tpe_good_weights = decay", "old_decay"), ("tpe_other_weights = ei", "old_decay, old_drop"),
    ("tpe_categorical = fixed(1)", "fixed("), ("tpe_magic_clip = 0", "none or a number above 0"),
    ("tpe_gama = linear(0.1)", "did you mean tpe_gamma"),
  ])
  func wrongSettingsAreOneLine(setting: String, text: String) throws {
    let work = try Workspace()
    try work.write(Self.space(setting), to: "space.ini")
    let outcome = try work.run("--mode", "ask", "--study", "s.journal", "--space", "space.ini")
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("space.ini:3"), "\(outcome.errors)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(!work.exists("s.journal"))
  }
}
