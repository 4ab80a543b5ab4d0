import Basics

/// Random, stratified assignment of single samples to splits.
///
/// Samples are sorted by stratum, in random order within each, and every split takes its share at
/// even distances along that list (systematic sampling). Each split so gets exactly its size, and of
/// every stratum its share rounded down or up; strata that are too small to be shared out by
/// themselves count together with their neighbours.
struct StratifiedDraw {
  private var random: RandomSource

  init(seed: UInt64) {
    random = RandomSource(seed: seed).split("splits")
  }

  /// Assigns samples.
  ///
  /// - Parameters:
  ///   - candidates: the samples to assign.
  ///   - keys: the stratum of each sample, by its position in the data set.
  ///   - sizes: how many samples the splits get; the rest is for training.
  mutating func draw(_ candidates: [Int], keys: [Int], sizes: SplitSizes) -> Splits {
    var strata: [Int: [Int]] = [:]
    for candidate in random.shuffled(candidates.sorted()) {
      strata[keys[candidate], default: []].append(candidate)
    }
    let order = strata.sorted { $0.key < $1.key }.flatMap(\.value)
    let (test, others) = pick(sizes.test, from: order)
    let (val, train) = pick(sizes.val, from: others)
    return Splits(train: train, val: val, test: test)
  }

  /// Takes `count` elements at even distances, starting at a random offset.
  private mutating func pick(_ count: Int, from order: [Int]) -> (picked: [Int], rest: [Int]) {
    guard count > 0, !order.isEmpty else { return ([], order) }
    let offset = random.nextInt(below: order.count)
    var picked: [Int] = []
    var rest: [Int] = []
    for (position, element) in order.enumerated() {
      let before = (position * count + offset) / order.count
      let after = ((position + 1) * count + offset) / order.count
      if after > before { picked.append(element) } else { rest.append(element) }
    }
    return (picked, rest)
  }
}
