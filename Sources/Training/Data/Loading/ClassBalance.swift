import Basics

/// Draws samples so that rare classes come as often as frequent ones.
enum ClassBalance {
  /// How often each sample shall be drawn, relative to the others: the mean, over its answers, of 1 / (how many answers
  /// of all samples are the same).
  ///
  /// A class sample has one answer; with zones each zone has one, counted over all zones together; a multilabel sample has
  /// its labels that are present, or "none of them". A sample without an answer that counts is drawn as often as the mean
  /// of the others.
  ///
  /// - Parameters:
  ///   - samples: Those to draw from.
  ///   - ignored: A label that is no answer.
  static func weights(of samples: [Sample], ignoring ignored: Int32?) -> [Double] {
    let answers = samples.map { sample -> [Int] in
      if sample.targets.isEmpty {
        return sample.labels.filter { $0 != ignored }.map(Int.init)
      }
      let present = sample.targets.indices.filter { sample.targets[$0] > 0.5 }
      return present.isEmpty ? [-1] : Array(present)
    }
    var counts: [Int: Int] = [:]
    for answer in answers.joined() { counts[answer, default: 0] += 1 }
    let weights = answers.map { answers -> Double? in
      guard !answers.isEmpty else { return nil }
      return answers.reduce(0) { $0 + 1 / Double(counts[$1] ?? 1) } / Double(answers.count)
    }
    let known = weights.compactMap(\.self)
    let mean = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    return weights.map { $0 ?? mean }
  }

  /// Draws `count` places with repetition, by their weights.
  static func draw(_ count: Int, by weights: [Double], random: inout RandomSource) -> [Int] {
    var sum = 0.0
    let sums = weights.map { weight in
      sum += weight
      return sum
    }
    return (0..<count).map { _ in
      let point = random.nextUniform() * sum
      // The first place whose sum is beyond the point.
      var (low, high) = (0, sums.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] > point { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}
