import Basics

/// The tree-structured Parzen estimator: draws candidates where good trials are dense, and takes the one whose density
/// among the good ones is highest compared with that among the others.
///
/// Sources: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization" (2011); Watanabe (2023), see
/// `TPEOptions`. Pruned trials rank behind complete ones, the longest first, as in Optuna.
public struct TPESampler: IncrementalSampler {
  /// How it learns.
  public let options: TPEOptions
  private let seed: UInt64

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - seed: with the number of a trial and the trials before it, decides everything.
  ///   - options: how it learns.
  public init(seed: UInt64, options: TPEOptions = TPEOptions()) {
    self.seed = seed
    self.options = options
  }

  public func suggest(number: Int, after table: TrialTable) -> [String: ParameterValue] {
    guard hasLearnt(number: number, table) else {
      return QuasiRandomSampler(seed: seed).suggest(number: number, after: table)
    }
    return DistinctPoints(table: table, number: number).first(
      tries: options.redraws, source: source(number)
    ) { coordinates(number: number, after: table, attempt: $0) }
  }

  /// Draws one point, which may have been tried before.
  ///
  /// - Parameters:
  ///   - number: the number of the trial.
  ///   - table: the trials.
  ///   - attempt: different attempts draw different points.
  func coordinates(number: Int, after table: TrialTable, attempt: Int) -> [Double] {
    guard hasLearnt(number: number, table) else {
      return QuasiRandomSampler(seed: seed).coordinates(
        number: number, after: table, attempt: attempt)
    }
    return coordinates(number: number, after: table, source: source(number).split(attempt))
  }

  private func source(_ number: Int) -> RandomSource {
    RandomSource(seed: seed).split("tpe").split(number)
  }

  private func hasLearnt(number: Int, _ table: TrialTable) -> Bool {
    table.finishedCount(without: number) >= max(options.startupTrials, 1)
  }

  /// Draws one point: group after group, each with what exists beside the ones before it.
  private func coordinates(number: Int, after table: TrialTable, source: RandomSource) -> [Double] {
    var point = PointBuilder(table: table)
    let period = options.independentPeriod
    let together = options.isMultivariate && !(period > 0 && number % period == period - 1)
    for (index, group) in ParameterGroup.groups(of: table).enumerated()
    where point.exists(group.columns[0]) {
      let split = TrialSplit(
        table: table, columns: group.columns, without: number, options: options)
      if together {
        draw(group.columns, from: split, source.split(index), to: &point)
        continue
      }
      for column in group.columns {
        let own =
          split.isComplete(in: column)
          ? split
          : TrialSplit(table: table, columns: [column], without: number, options: options)
        draw([column], from: own, source.split("alone").split(column), to: &point)
      }
    }
    return point.coordinates
  }

  /// Draws some parameters together.
  private func draw(
    _ columns: [Int], from split: TrialSplit, _ source: RandomSource, to point: inout PointBuilder
  ) {
    var random = source
    let good = split.mixture(of: .good, columns: columns)
    let others = split.mixture(of: .other, columns: columns)
    let candidates = good.sample(max(options.candidates, 1), from: &random)
    let goodDensity = good.logDensity(candidates)
    let otherDensity = others.logDensity(candidates)
    var best = 0
    for candidate in goodDensity.indices
    where goodDensity[candidate] - otherDensity[candidate] > goodDensity[best] - otherDensity[best]
    {
      best = candidate
    }
    for (axis, column) in columns.enumerated() { point[column] = candidates[axis][best] }
  }
}
