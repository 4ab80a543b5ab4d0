import Basics

extension TPEOptions {
  /// The keys of `[Hyperopt]` that say how the tree-structured Parzen estimator learns; the ones that other samplers may
  /// understand too are beside those of `StudyOptions`.
  static let keys: [Key<TPEOptions>] = [
    Key(
      "Hyperopt", "tpe_candidates", \.candidates, .integer(1...100_000),
      "tpe: candidates among which the best is taken", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_gamma", \.gamma,
      .oneOf([
        .call("linear", [.real(.above(0, upTo: 1))]), .call("sqrt", [.real(.above(0))]),
      ]), "tpe: how many trials count as good: a share of them, or a multiple of their square root",
      whileResuming: .free),
    Key(
      "Hyperopt", "tpe_good_limit", \.goodLimit, .integer(atLeast: 1),
      "tpe: the most trials that count as good", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_good_weights", \.goodWeights,
      .words("ei", "uniform", "old_decay", "old_drop"),
      "tpe: how much good trials count: by how much they are better (ei), all alike, less the older "
        + "they are than the last 25, or those 25 alone", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_other_weights", \.otherWeights, .words("old_decay", "old_drop", "uniform"),
      "tpe: how much the other trials count", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_bandwidth", \.bandwidth,
      .oneOf([.words("hyperopt", "scott"), .call("shrinking", [.real(.above(0))])]),
      "tpe: how wide kernels are: up to their neighbours, by Scott's rule, or a multiple of "
        + "n^(-1/(d+4)), 0.2 in Optuna before version 4", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_magic_clip", \.magicClipExponent, .word("none", or: .real(.above(0))),
      "tpe: kernels are at least (n+2)^(-this) of the range wide", whileResuming: .free,
      read: { $0.isFinite ? .real($0) : .word("none") },
      write: { $0 == .word("none") ? .infinity : Double(configValue: $0) }),
    Key(
      "Hyperopt", "tpe_min_bandwidth", \.minimumBandwidth, .real(.closed(0, 1)),
      "tpe: kernels are at least this share of the range wide", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_cell_share", \.goodCellShare, .real(.atLeast(0)),
      "tpe: good kernels of whole numbers and steps are at least this share of a step wide",
      whileResuming: .free),
    Key(
      "Hyperopt", "tpe_categorical", \.categoricalBandwidth,
      .oneOf([.words("optuna"), .call("fixed", [.real(.open(0, 1))])]),
      "tpe: what kernels leave to other choices: less with each trial, or a fixed share",
      whileResuming: .free),
    Key(
      "Hyperopt", "tpe_prior_weight", \.priorWeight, .real(.atLeast(0)),
      "tpe: what a kernel as wide as the range weighs against a trial", whileResuming: .free),
    Key(
      "Hyperopt", "tpe_split_groups", \.splitsGroups, .boolean,
      "tpe: parameters of a condition learn what is good among the trials that have them",
      whileResuming: .free),
    Key(
      "Hyperopt", "tpe_liar", \.isLiar, .boolean,
      "tpe: trials that still run count as bad, so that parallel ones do not crowd",
      whileResuming: .free),
    Key(
      "Hyperopt", "tpe_single_period", \.independentPeriod, .integer(atLeast: 0),
      "tpe: one trial in so many draws its values one by one, even if multivariate; 0: none",
      whileResuming: .free),
  ]
}

extension TPEOptions.Gamma: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .call("linear", let arguments): self = .linear(arguments.number)
    case .call("sqrt", let arguments): self = .squareRoot(arguments.number)
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .linear(let share): .call("linear", [.real(share)])
    case .squareRoot(let factor): .call("sqrt", [.real(factor)])
    }
  }
}

extension TPEOptions.Weights: KeyConvertible {
  private static let words: [String: Self] = [
    "uniform": .uniform, "old_decay": .oldDecay, "old_drop": .oldDrop, "ei": .expectedImprovement,
  ]

  public init?(configValue: ConfigValue?) {
    guard case .word(let word) = configValue, let weights = Self.words[word] else { return nil }
    self = weights
  }

  public var configValue: ConfigValue? {
    Self.words.first { $0.value == self }.map { .word($0.key) }
  }
}

extension TPEOptions.Bandwidth: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .word("hyperopt"): self = .hyperopt
    case .word("scott"): self = .scott
    case .call("shrinking", let arguments): self = .shrinking(arguments.number)
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .hyperopt: .word("hyperopt")
    case .scott: .word("scott")
    case .shrinking(let factor): .call("shrinking", [.real(factor)])
    }
  }
}

extension TPEOptions.CategoricalBandwidth: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .word("optuna"): self = .optuna
    case .call("fixed", let arguments): self = .fixed(arguments.number)
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .optuna: .word("optuna")
    case .fixed(let share): .call("fixed", [.real(share)])
    }
  }
}

extension [ConfigValue] {
  /// The one number of a call.
  fileprivate var number: Double { first.flatMap { Double(configValue: $0) } ?? 0 }
}
