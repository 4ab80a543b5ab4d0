import Basics

/// Fills the space more evenly than random points do: trial n is point n of a scrambled sequence.
public struct QuasiRandomSampler: IncrementalSampler {
  /// Which points fill the space.
  public enum Sequence: Hashable, Sendable {
    /// Sobol's, scrambled as Owen does; best in runs of powers of two.
    case sobol
    /// Halton's, with permuted digits.
    case halton
  }

  private let seed: UInt64
  private let sequence: Sequence

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - seed: what the scrambling depends on.
  ///   - sequence: which points.
  public init(seed: UInt64, sequence: Sequence = .sobol) {
    self.seed = seed
    self.sequence = sequence
  }

  public func suggest(number: Int, after table: TrialTable) -> [String: ParameterValue] {
    DistinctPoints(table: table, number: number).first(tries: 16, source: source.split(number)) {
      coordinates(number: number, after: table, attempt: $0)
    }
  }

  /// Draws one point, which may have been tried before; after the first attempt it is moved around the torus.
  func coordinates(number: Int, after table: TrialTable, attempt: Int) -> [Double] {
    let count = table.axes.count
    var point =
      switch sequence {
      case .sobol: SobolSequence(axisCount: count, source: source).point(number)
      case .halton: HaltonSequence(axisCount: count, source: source).point(number)
      }
    if attempt > 0 {
      var random = source.split(number).split(attempt)
      point = point.map { ($0 + random.nextUniform()).truncatingRemainder(dividingBy: 1) }
    }
    return table.coordinates(ofUniform: point)
  }

  private var source: RandomSource { RandomSource(seed: seed).split("quasi-random") }
}
