import Basics

extension StudyOptions {
  /// The keys of `[Hyperopt]`.
  public static let declaredKeys: [DeclaredKey] =
    [
      DeclaredKey(
        section: "Hyperopt", name: "study_name", kind: .text, default: "csi_optimization",
        summary: "the study; its files are in models/hyperopt/NAME"),
      DeclaredKey(
        section: "Hyperopt", name: "n_trials", kind: .integer(atLeast: 1), default: "50",
        summary: "the study's total of complete, pruned and failed trials"),
      DeclaredKey(
        section: "Hyperopt", name: "max_epochs", kind: .integer(atLeast: 1), default: "30",
        summary: "the most epochs of a trial"),
      DeclaredKey(
        section: "Hyperopt", name: "sampler",
        kind: .choice(SamplerKind.allCases.map { ChoiceOption($0.rawValue) }),
        default: SamplerKind.tpe.rawValue,
        summary: "how values are drawn"),
      DeclaredKey(
        section: "Hyperopt", name: "pruner",
        kind: .choice(PrunerKind.allCases.map { ChoiceOption($0.rawValue, aliases: $0.aliases) }),
        default: "median",
        summary: "how hopeless trials are found"),
      DeclaredKey(
        section: "Hyperopt", name: "metric", kind: .text, default: "auto",
        summary: "what is searched for the best of; auto: the primary metric"),
      DeclaredKey(
        section: "Hyperopt", name: "direction",
        kind: .oneOf([
          .words("auto"),
          .choice([
            ChoiceOption("minimize", aliases: ["minimise", "min"]),
            ChoiceOption("maximize", aliases: ["maximise", "max"]),
          ]),
        ]), default: "auto", summary: "whether less or more is better; auto: by the metric"),
      DeclaredKey(
        section: "Hyperopt", name: "startup_trials", kind: .integer(atLeast: 0), default: "10",
        summary: "tpe: trials of a Sobol sequence before it learns from others"),
      DeclaredKey(
        section: "Hyperopt", name: "multivariate", kind: .boolean, default: "true",
        summary: "tpe: draw the values of a trial together rather than one by one"),
      DeclaredKey(
        section: "Hyperopt", name: "jobs", kind: .integer(1...1024), default: "1",
        summary: "trials at a time, among which the threads are split"),
      DeclaredKey(
        section: "Hyperopt", name: "seed", kind: .integer(0...Int.max), default: "42",
        summary: "the seed of all suggestions"),
    ] + TPEOptions.declaredKeys + PrunerOptions.declaredKeys
}
