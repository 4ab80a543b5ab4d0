import Basics

/// Intervals of scores by drawing clusters of samples with replacement: the images of a patient come or stay together.
///
/// Scores are functions of sums over samples, so that nothing is predicted or counted anew for a draw: each sample has
/// its few entries of a vector, a draw adds up those of the drawn samples, and scores are computed from the sums.
public struct ClusterBootstrap: Sendable {
  /// One sample's part of the sums: places in the vector, and what is added there.
  public typealias Entries = [(place: Int, value: Double)]

  /// How many draws.
  public let drawCount: Int
  /// What the draws depend on.
  public let seed: UInt64
  /// How many threads draw; the intervals do not depend on it.
  public let threads: Int
  /// The share of draws within an interval.
  public let level = 0.95

  /// Creates a bootstrap.
  ///
  /// - Parameters:
  ///   - drawCount: At least 1.
  ///   - seed: What the draws depend on.
  ///   - threads: How many threads draw.
  public init(drawCount: Int, seed: UInt64, threads: Int = 1) {
    precondition(drawCount > 0, "a bootstrap without draws")
    self.drawCount = drawCount
    self.seed = seed
    self.threads = threads
  }

  /// A range that holds 95 % of the draws.
  public struct Interval: Sendable, Hashable {
    /// The 2.5 % quantile.
    public var lower: Double
    /// The 97.5 % quantile.
    public var upper: Double
    /// The draws in which the score is defined.
    public var drawCount: Int
  }

  /// The intervals of scores.
  ///
  /// - Parameters:
  ///   - clusters: The samples of each cluster.
  ///   - size: The length of the sums.
  ///   - entries: Of each sample.
  ///   - scores: Computes the scores from sums and from how often each sample was drawn; always as many, nil where one
  ///     is undefined.
  /// - Returns: For each score its percentile interval; nil with fewer than two clusters, and where a score is
  ///   undefined in more than half of the draws.
  public func intervals(
    clusters: [[Int]], size: Int, entries: [Entries],
    scores: @escaping @Sendable (_ sums: [Double], _ weights: [Double]) -> [Double?]
  ) -> [Interval?] {
    let base = RandomSource(seed: seed).split("bootstrap")
    let blocks = ParallelLoop.map(threads, threads: threads) { [drawCount, threads] block in
      (block * drawCount / threads..<(block + 1) * drawCount / threads).map { draw in
        var random = base.split(draw)
        var sums = [Double](repeating: 0, count: size)
        var weights = [Double](repeating: 0, count: entries.count)
        for _ in clusters.indices {
          for sample in clusters[random.nextInt(below: clusters.count)] {
            weights[sample] += 1
            for entry in entries[sample] { sums[entry.place] += entry.value }
          }
        }
        return scores(sums, weights)
      }
    }
    var draws: [[Double]] = []
    for values in blocks.joined() {
      if draws.isEmpty { draws = values.map { _ in [] } }
      for (index, value) in values.enumerated() {
        if let value, value.isFinite { draws[index].append(value) }
      }
    }
    return draws.map { values in
      guard clusters.count > 1, values.count * 2 > drawCount else { return nil }
      let sorted = values.sorted()
      return Interval(
        lower: ClusterBootstrap.quantile(sorted, (1 - level) / 2),
        upper: ClusterBootstrap.quantile(sorted, (1 + level) / 2), drawCount: values.count)
    }
  }

  /// The quantile of sorted values, linear between them (numpy's default).
  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
