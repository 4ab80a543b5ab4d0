import Basics

extension StudyOptions {
  /// The keys of `[Hyperopt]`.
  public static let keys: [Key<StudyOptions>] =
    [
      Key(
        "Hyperopt", "study_name", \.name, .text, "the study; its files are in models/hyperopt/NAME",
        whileResuming: .free),
      Key(
        "Hyperopt", "n_trials", \.trialCount, .integer(atLeast: 1),
        "the study's total of complete, pruned and failed trials", whileResuming: .free),
      Key(
        "Hyperopt", "max_epochs", \.maximumEpochs, .integer(atLeast: 1),
        "the most epochs of a trial", whileResuming: .free),
      Key(
        "Hyperopt", "sampler", \.sampler,
        .choice(SamplerKind.allCases.map { ChoiceOption($0.rawValue) }), "how values are drawn",
        whileResuming: .free),
      Key(
        "Hyperopt", "pruner", \.pruner,
        .choice(PrunerKind.allCases.map { ChoiceOption($0.rawValue, aliases: $0.aliases) }),
        "how hopeless trials are found", whileResuming: .free),
      Key(
        "Hyperopt", "metric", \.metric, .text,
        "what is searched for the best of; auto: the primary metric", whileResuming: .free,
        read: { .text($0 ?? "auto") },
        write: { text in String(configValue: text).map { $0.lowercased() == "auto" ? nil : $0 } }),
      Key(
        "Hyperopt", "direction", \.direction, none: "auto",
        .choice([
          ChoiceOption("minimize", aliases: ["minimise", "min"]),
          ChoiceOption("maximize", aliases: ["maximise", "max"]),
        ]), "whether less or more is better; auto: by the metric", whileResuming: .free),
      Key(
        "Hyperopt", "startup_trials", \.tpe.startupTrials, .integer(atLeast: 0),
        "tpe: trials of a Sobol sequence before it learns from others", whileResuming: .free),
      Key(
        "Hyperopt", "multivariate", \.tpe.isMultivariate, .boolean,
        "tpe: draw the values of a trial together rather than one by one", whileResuming: .free),
      Key(
        "Hyperopt", "jobs", \.jobs, .integer(1...1024),
        "trials at a time, among which the threads are split", whileResuming: .free),
      Key(
        "Hyperopt", "seed", \.seed, .integer(0...Int.max), "the seed of all suggestions",
        whileResuming: .free),
    ] + TPEOptions.keys.map { $0.lifted(to: \.tpe) }
    + PrunerOptions.keys.map { $0.lifted(to: \.pruning) }
}

extension SamplerKind: KeyConvertible {}
extension PrunerKind: KeyConvertible {}
extension StudyDirection: KeyConvertible {}
