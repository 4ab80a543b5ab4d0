import Basics

/// Covariance matrix adaptation: a normal distribution that moves, grows, shrinks and turns towards better values.
///
/// Numbers and ordered choices are its axes (see `EvolutionAxis`), with a margin that keeps every neighbouring whole number
/// possible. Choices without an order are drawn with probabilities that follow the better trials. A parameter that
/// does not exist in a trial neither moves nor widens its axis. Trials form generations by rising number; those that
/// run or failed take no part. Nothing is kept between suggestions: the distribution is worked out from the trials.
public struct CMAESSampler: Sampler, Hashable {
  /// The seed of the study.
  public var seed: UInt64
  /// The standard deviation at the start, as a share of each range: above 0.
  public var initialDeviation: Double
  /// Trials in the first generation; nil: 4 + 3 ln(axes).
  public var populationSize: Int?
  /// Once the distribution is narrower than this share of each range, the search starts again elsewhere with twice
  /// the population.
  public var tolerance: Double

  /// Creates a sampler.
  public init(
    seed: UInt64, initialDeviation: Double = 1.0 / 6, populationSize: Int? = nil,
    tolerance: Double = 1e-7
  ) {
    precondition(initialDeviation > 0, "a distribution has a positive deviation")
    precondition(populationSize ?? 2 >= 2, "a generation needs two trials or more")
    self.seed = seed
    self.initialDeviation = initialDeviation
    self.populationSize = populationSize
    self.tolerance = tolerance
  }

  public func suggest(
    number: Int, in space: SearchSpace, direction: StudyDirection, trials: [TrialRecord]
  ) -> [String: ParameterValue] {
    let search = evolved(space, direction, trials)
    var source = RandomSource(seed: seed).split("cma-es").split(number)
    // A point of a wholly discrete space that was tried before tells nothing new.
    let isDiscrete = space.parameters.allSatisfy { $0.distribution.isDiscrete }
    let tried = isDiscrete ? Set(trials.lazy.map(\.values)) : []
    var values = search.draw(from: &source)
    for _ in 0..<100 where tried.contains(values) { values = search.draw(from: &source) }
    return values
  }

  /// The search as the finished trials have shaped it.
  private func evolved(
    _ space: SearchSpace, _ direction: StudyDirection, _ trials: [TrialRecord]
  ) -> EvolutionarySearch {
    var search = EvolutionarySearch(
      space, populationSize: populationSize, deviation: initialDeviation)
    let source = RandomSource(seed: seed).split("cma-es axes")
    let finished = trials.filter(Self.counts).sorted { $0.number < $1.number }
    var next = 0
    var restarts = 0
    while next + search.populationSize <= finished.count {
      let generation = finished[next..<next + search.populationSize]
      next += search.populationSize
      search.learn(
        from: generation.sorted { Self.isBetter($0, than: $1, direction) }, source: source)
      if search.hasConverged(tolerance: tolerance) {
        restarts += 1
        search.restart(deviation: initialDeviation, source: source.split("restart").split(restarts))
      }
    }
    return search
  }

  private static func counts(_ trial: TrialRecord) -> Bool {
    switch trial.state {
    case .complete: trial.value.map { !$0.isNaN } ?? false
    case .pruned: true
    case .running, .failed, .waiting: false
    }
  }

  /// Complete trials by value; after them pruned ones, those that came further first.
  private static func isBetter(
    _ trial: TrialRecord, than other: TrialRecord, _ direction: StudyDirection
  ) -> Bool {
    if let value = trial.state == .complete ? trial.value : nil {
      guard let otherValue = other.state == .complete ? other.value : nil else { return true }
      if value != otherValue { return direction.isBetter(value, than: otherValue) }
    } else {
      if other.state == .complete { return false }
      let (last, otherLast) = (trial.intermediateValues.last, other.intermediateValues.last)
      let (step, otherStep) = (last?.step ?? -1, otherLast?.step ?? -1)
      if step != otherStep { return step > otherStep }
      if let last, let otherLast, last.value != otherLast.value {
        if last.value.isNaN || otherLast.value.isNaN { return otherLast.value.isNaN }
        return direction.isBetter(last.value, than: otherLast.value)
      }
    }
    return trial.number < other.number
  }
}
