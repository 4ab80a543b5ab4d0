/// The samplers by their names in a configuration.
public enum SamplerKind: String, Hashable, Sendable, CaseIterable {
  /// The tree-structured Parzen estimator.
  case tpe
  /// Independent random values.
  case random
  /// Every point of a grid.
  case grid
  /// A scrambled Sobol sequence.
  case sobol
  /// A scrambled Halton sequence.
  case halton
  /// Covariance matrix adaptation.
  case cmaes

  /// One line for people.
  public var summary: String {
    switch self {
    case .tpe:
      "tree-structured Parzen estimator: draws where good trials are dense and bad ones are not"
    case .random: "independent random values"
    case .grid: "every point of a grid, in random order"
    case .sobol: "a scrambled Sobol sequence, more even than random values"
    case .cmaes: "CMA-ES: a normal distribution that moves to where the best trials were"
    case .halton: "a scrambled Halton sequence, even for any number of trials"
    }
  }

  /// The sampler for a study.
  public func makeSampler(_ options: StudyOptions) -> any Sampler {
    makeSampler(seed: options.seed, tpe: options.tpe)
  }

  /// Makes the sampler.
  ///
  /// - Parameters:
  ///   - seed: with the number of a trial and the trials before it, decides everything.
  ///   - tpe: how the tree-structured Parzen estimator learns, if it is the sampler.
  public func makeSampler(seed: UInt64, tpe: TPEOptions = TPEOptions()) -> any Sampler {
    switch self {
    case .tpe: return TPESampler(seed: seed, options: tpe)
    case .random: return RandomSampler(seed: seed)
    case .grid: return GridSampler(seed: seed)
    case .sobol: return QuasiRandomSampler(seed: seed, sequence: .sobol)
    case .cmaes: return CMAESSampler(seed: seed)
    case .halton: return QuasiRandomSampler(seed: seed, sequence: .halton)
    }
  }
}
