import Basics

/// Tries every point of a grid: trial n is point n, in an order that is shuffled by the seed.
///
/// A continuous parameter is cut into as many points, 2 to 10, as keep the grid below 10,000 points; if none do, so are
/// ranges of more steps. Where that is still too much, Sobol points take the grid's place. After the last point it begins again with the first.
public struct GridSampler: IncrementalSampler {
  private let seed: UInt64

  /// Creates a sampler.
  public init(seed: UInt64) { self.seed = seed }

  public func suggest(number: Int, after table: TrialTable) -> [String: ParameterValue] {
    guard let grid = Self.grid(of: table) else {
      return QuasiRandomSampler(seed: seed).suggest(number: number, after: table)
    }
    var random = RandomSource(seed: seed).split("grid")
    let order = random.permutation(count: grid.count)
    return table.values(at: grid[order[number % grid.count]])
  }

  /// The number of points of the grid of a space; nil where no grid is small enough and Sobol points take its place.
  public static func pointCount(of space: SearchSpace) -> Int? {
    grid(of: TrialTable(space: space, direction: .minimize))?.count
  }

  private static func grid(of table: TrialTable) -> GridPoints? {
    for thinsCells in [false, true] {
      for points in stride(from: 10, through: 2, by: -1) {
        if let grid = GridPoints(
          table: table, continuousPoints: points, thinsCells: thinsCells, atMost: 10_000)
        {
          return grid
        }
      }
    }
    return nil
  }
}
