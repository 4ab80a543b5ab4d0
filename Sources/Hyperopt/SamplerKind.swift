/// The samplers by their names in a configuration.
public enum SamplerKind: String, Hashable, Sendable, CaseIterable {
  /// Independent random values.
  case random

  /// One line for people.
  public var summary: String {
    switch self {
    case .random: "independent random values"
    }
  }

  /// The sampler for a study.
  public func makeSampler(_ options: StudyOptions) -> any Sampler {
    switch self {
    case .random: IndependentSampler(seed: options.seed)
    }
  }
}
