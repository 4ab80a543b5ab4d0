import Basics

/// Draws every value at random, independently of all others and of earlier trials.
public struct RandomSampler: IncrementalSampler {
  private let seed: UInt64

  /// Creates a sampler.
  public init(seed: UInt64) { self.seed = seed }

  public func suggest(number: Int, after table: TrialTable) -> [String: ParameterValue] {
    let source = RandomSource(seed: seed).split("random").split(number)
    return DistinctPoints(table: table, number: number).first(tries: 16, source: source) {
      let attempt = source.split($0)
      return table.coordinates(
        ofUniform: table.space.parameters.map {
          var random = attempt.split($0.name)
          return random.nextUniform()
        })
    }
  }
}
