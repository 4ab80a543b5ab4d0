/// The pruners by their names in a configuration.
public enum PrunerKind: String, Hashable, Sendable, CaseIterable {
  /// Below the median of the others.
  case median
  /// Not among the best quarter, or another share.
  case percentile
  /// Asynchronous successive halving (ASHA).
  case successiveHalving = "successive_halving"
  /// Several brackets of successive halving.
  case hyperband
  /// As median, but only after some epochs without improvement.
  case patient
  /// What is not a number, or outside of bounds.
  case threshold
  /// Nothing is pruned.
  case none

  /// Other spellings.
  var aliases: [String] { self == .successiveHalving ? ["asha", "sha"] : [] }

  /// One line for people.
  public var summary: String {
    switch self {
    case .median: "stops what is below the median of the others at the same epoch"
    case .percentile:
      "stops what is not among the best quarter, or another share, at the same epoch"
    case .successiveHalving:
      "lets one in four, or another factor, go on at epochs 1, 4, 16, ... (ASHA)"
    case .hyperband: "successive halving that begins at different epochs, one in three goes on"
    case .patient: "as median, but only after some epochs without improvement"
    case .threshold: "stops what is not a number, or outside of bounds"
    case .none: "stops nothing"
    }
  }

  /// The pruner for a study.
  public func makePruner(_ options: StudyOptions) -> any Pruner {
    let pruning = options.pruning
    let interval = PruningInterval(warmUpSteps: pruning.firstEpoch)
    let median = PercentilePruner.median(startUpTrials: pruning.startupTrials, interval: interval)
    switch self {
    case .median: return median
    case .percentile:
      return PercentilePruner(
        percentile: pruning.percentile, startUpTrials: pruning.startupTrials, interval: interval)
    case .successiveHalving:
      return SuccessiveHalvingPruner(
        leastResource: pruning.firstEpoch, reductionFactor: pruning.factor ?? 4)
    case .hyperband:
      return HyperbandPruner(
        studyName: options.name, leastResource: min(pruning.firstEpoch, options.maximumEpochs),
        mostResource: options.maximumEpochs, reductionFactor: pruning.factor ?? 3)
    case .patient: return PatientPruner(median, patience: pruning.patience)
    case .threshold:
      let lower = pruning.lower ?? -.infinity
      return ThresholdPruner(lower...max(lower, pruning.upper ?? .infinity), interval: interval)
    case .none: return NoPruner()
    }
  }
}
