import Basics

/// Random, stratified assignment of whole groups to splits.
///
/// The largest group goes first, each to the split that lacks most of what the group has; then single
/// groups move as long as that brings the splits closer to their shares. What is minimised is the sum
/// of the squared differences between shares and counts, of every stratum and of the total sizes.
struct GroupedDraw {
  private let keys: [Int]
  private let strata: Int
  /// Per split: the wanted counts, a stratum each, and the total behind them.
  private var wanted: [[Double]]
  private var counts: [[Double]]

  /// - Parameters:
  ///   - candidates: the samples to assign.
  ///   - keys: the stratum of each sample, by its position in the data set.
  ///   - sizes: how many samples the splits should get; the rest is for training.
  init(_ candidates: [Int], keys: [Int], sizes: SplitSizes) {
    let distinct = Set(candidates.map { keys[$0] }).sorted()
    let rank = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    self.keys = keys.map { rank[$0] ?? 0 }
    strata = distinct.count
    var totals = [Double](repeating: 0, count: strata + 1)
    for candidate in candidates { totals[self.keys[candidate]] += 1 }
    totals[strata] = Double(candidates.count)
    let sizes = [candidates.count - sizes.val - sizes.test, sizes.val, sizes.test]
    wanted = sizes.map { size in totals.map { $0 * Double(size) / Double(max(1, candidates.count)) }
    }
    counts = wanted.map { [Double](repeating: 0, count: $0.count) }
  }

  /// Assigns groups, each given by the samples in it.
  mutating func draw(_ groups: [[Int]], seed: UInt64) -> Splits {
    var random = RandomSource(seed: seed).split("grouped splits")
    let order = random.shuffled(groups).enumerated()
      .sorted { (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset) }
      .map(\.element)
    let profiles = order.map(profile)
    var places = [Int](repeating: 0, count: order.count)
    for (group, profile) in profiles.enumerated() {
      places[group] = best(for: profile)
      add(profile, to: places[group], sign: 1)
    }
    for _ in 0..<8 where improve(profiles, &places) == 0 { break }
    var result = Splits(train: [], val: [], test: [])
    for (group, place) in places.enumerated() { result[Split.allCases[place]] += order[group] }
    return Splits(train: result.train, val: result.val, test: result.test)
  }

  /// How many samples of each stratum a group has, and how many in all.
  private func profile(_ group: [Int]) -> [(column: Int, count: Double)] {
    var tally: [Int: Double] = [:]
    for sample in group { tally[keys[sample], default: 0] += 1 }
    return tally.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      + [(strata, Double(group.count))]
  }

  /// By how much the sum of squares grows when a group joins a split; the total counts as often as
  /// all strata together, so that sizes are met first.
  private func cost(of profile: [(column: Int, count: Double)], in split: Int) -> Double {
    profile.reduce(0) { sum, entry in
      let missing = wanted[split][entry.column] - counts[split][entry.column]
      let weight = entry.column == strata ? Double(max(strata, 4)) : 1
      return sum + weight * entry.count * (entry.count - 2 * missing)
    }
  }

  private func best(for profile: [(column: Int, count: Double)]) -> Int {
    let open = wanted.indices.filter { wanted[$0][strata] > 0 }
    return open.min { cost(of: profile, in: $0) < cost(of: profile, in: $1) } ?? 0
  }

  private mutating func add(
    _ profile: [(column: Int, count: Double)], to split: Int, sign: Double
  ) {
    for entry in profile { counts[split][entry.column] += sign * entry.count }
  }

  /// Moves each group to where it fits best; returns how many moved.
  private mutating func improve(
    _ profiles: [[(column: Int, count: Double)]], _ places: inout [Int]
  ) -> Int {
    var moved = 0
    for (group, profile) in profiles.enumerated() {
      let place = places[group]
      add(profile, to: place, sign: -1)
      let target = best(for: profile)
      if target != place, cost(of: profile, in: target) < cost(of: profile, in: place) - 1e-9 {
        places[group] = target
        moved += 1
      }
      add(profile, to: places[group], sign: 1)
    }
    return moved
  }
}
