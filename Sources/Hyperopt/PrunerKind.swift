/// The pruners by their names in a configuration.
public enum PrunerKind: String, Hashable, Sendable, CaseIterable {
  /// Below the median of the others.
  case median
  /// Not among the best quarter.
  case percentile
  /// Asynchronous successive halving (ASHA).
  case successiveHalving = "successive_halving"
  /// Several brackets of successive halving.
  case hyperband
  /// As median, but only after some epochs without improvement.
  case patient
  /// What is not a number.
  case threshold
  /// Nothing is pruned.
  case none

  /// Other spellings.
  var aliases: [String] { self == .successiveHalving ? ["asha", "sha"] : [] }

  /// One line for people.
  public var summary: String {
    switch self {
    case .median: "stops what is below the median of the others at the same epoch"
    case .percentile: "stops what is not among the best quarter at the same epoch"
    case .successiveHalving: "lets one in four go on at epochs 1, 4, 16, ... (ASHA)"
    case .hyperband: "successive halving that begins at different epochs, one in three goes on"
    case .patient: "as median, after five epochs without improvement"
    case .threshold: "stops what is not a number"
    case .none: "stops nothing"
    }
  }

  /// The pruner for a study.
  public func makePruner(_ options: StudyOptions) -> any Pruner {
    switch self {
    case .median: PercentilePruner.median()
    case .percentile: PercentilePruner(percentile: 25)
    case .successiveHalving: SuccessiveHalvingPruner(leastResource: 1)
    case .hyperband:
      HyperbandPruner(studyName: options.name, mostResource: options.maximumEpochs)
    case .patient: PatientPruner(PercentilePruner.median(), patience: 5)
    case .threshold: ThresholdPruner(-.infinity ... .infinity)
    case .none: NoPruner()
    }
  }
}
