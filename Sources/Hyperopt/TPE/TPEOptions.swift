/// How the tree-structured Parzen estimator learns from trials.
///
/// The names follow Watanabe, "Tree-structured Parzen estimator: understanding its algorithm components and their roles
/// for better empirical performance" (2023). The defaults are the ones that we measured to be best (Benchmarks/NOTES.md,
/// "Hyperparameter search"); `optuna(multivariate:)` gives Optuna's.
public struct TPEOptions: Hashable, Sendable {
  /// How many of n trials count as good.
  public enum Gamma: Hashable, Sendable {
    /// A share of them.
    case linear(Double)
    /// A multiple of their square root.
    case squareRoot(Double)
  }

  /// How much the trials of a set count.
  public enum Weights: Hashable, Sendable {
    /// All alike.
    case uniform
    /// The last 25 alike, the ones before less and less.
    case oldDecay
    /// The last 25 alike, the ones before not at all.
    case oldDrop
    /// By how much they are better than the best of the others; as `uniform` where nothing is better.
    case expectedImprovement
  }

  /// How wide kernels are.
  public enum Bandwidth: Hashable, Sendable {
    /// Up to the farther of a kernel's neighbours.
    case hyperopt
    /// By the spread of a set and n^(-1/5) (Scott's rule).
    case scott
    /// A multiple of n^(-1/(axes + 4)); 0.2 in Optuna before version 4.
    case shrinking(Double)
  }

  /// How kernels spread over choices.
  public enum CategoricalBandwidth: Hashable, Sendable {
    /// 1 for the choice and prior weight / (n + 1) for each, divided by their sum.
    case optuna
    /// A share that is spread over the other choices (Aitchison and Aitken).
    case fixed(Double)
  }

  /// Trials that are drawn from a scrambled Sobol sequence before anything is learnt.
  public var startupTrials = 10
  /// Whether the parameters that exist together are drawn together.
  public var isMultivariate = true
  /// Every so manieth trial draws its parameters one by one even if others draw them together, which finds combinations
  /// that no good trial has; 0: none does.
  public var independentPeriod = 3
  /// Candidates among which the best is taken, at least 1.
  public var candidates = 24
  /// How many trials count as good.
  public var gamma = Gamma.linear(0.1)
  /// The most trials that count as good.
  public var goodLimit = 25
  /// How much good trials count.
  public var goodWeights = Weights.expectedImprovement
  /// How much the others count.
  public var otherWeights = Weights.oldDecay
  /// How wide kernels are.
  public var bandwidth = Bandwidth.hyperopt
  /// Kernels are at least (n + 2)^(-exponent) of the range wide, n being the trials of the set; infinity: no such limit.
  public var magicClipExponent = 1.5
  /// Kernels are at least this share of the range wide.
  public var minimumBandwidth = 0.015
  /// Good kernels on steps and whole numbers are at least this share of a step wide, so that the next step is tried too.
  public var goodCellShare = 0.3
  /// What the prior, a kernel as wide as the range, weighs against a trial.
  public var priorWeight = 1.0
  /// How kernels spread over choices.
  public var categoricalBandwidth = CategoricalBandwidth.optuna
  /// Whether trials that run count among the others, so that parallel trials do not crowd.
  public var isLiar = true
  /// Whether the parameters of a condition learn what is good among the trials that have them, not among all.
  public var splitsGroups = true
  /// How often a point without continuous parameters that has been tried is drawn again.
  public var redraws = 16

  /// Creates the default options.
  public init() {}
}

extension TPEOptions {
  /// The options of Optuna 5, whose trials before anything is learnt are random, not quasi-random, though.
  public static func optuna(multivariate: Bool) -> TPEOptions {
    var options = TPEOptions()
    options.isMultivariate = multivariate
    options.splitsGroups = false
    options.independentPeriod = 0
    options.goodWeights = .oldDecay
    options.magicClipExponent = 1
    options.minimumBandwidth = 0.01
    options.goodCellShare = 0
    return options
  }
}
