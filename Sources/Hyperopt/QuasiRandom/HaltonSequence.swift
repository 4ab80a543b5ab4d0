import Basics

/// A Halton sequence whose digits are permuted at random, another permutation at every place.
///
/// Source: Owen, "A randomized Halton algorithm in R" (2017).
package struct HaltonSequence: Sendable {
  private let bases: [Int]
  /// For each axis the permutations of its digits, place by place.
  private let permutations: [[[Int]]]

  /// - Parameters:
  ///   - axisCount: the number of coordinates; each takes a prime of its own.
  ///   - source: what the permutations depend on.
  package init(axisCount: Int, source: RandomSource) {
    bases = Self.primes(axisCount)
    permutations = bases.enumerated().map { axis, base in
      var source = source.split(axis)
      // As many places as 53 bits hold.
      var places = 0
      var size = 1.0
      while size < 0x1p53 {
        size *= Double(base)
        places += 1
      }
      return (0..<places).map { _ in source.permutation(count: base) }
    }
  }

  /// Returns coordinates in [0, 1).
  ///
  /// - Parameter index: the number of the point, from 0 on.
  package func point(_ index: Int) -> [Double] {
    zip(bases, permutations).map { base, places in
      var rest = index
      var value = 0.0
      var weight = 1 / Double(base)
      for permutation in places {
        value += Double(permutation[rest % base]) * weight
        rest /= base
        weight /= Double(base)
      }
      return min(value, 1 - 0x1p-53)
    }
  }

  private static func primes(_ count: Int) -> [Int] {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < count {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }
}
