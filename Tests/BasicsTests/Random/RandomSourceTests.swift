import Basics
import TestSupport
import Testing

@Suite struct RandomSourceTests {
  /// `kat_vectors` of the Random123 library, philox4x32 with 10 rounds.
  @Test func philoxGivesTheKnownAnswersOfRandom123() {
    let zeros = Philox4x32.block(counter: [0, 0, 0, 0], key: (0, 0))
    #expect(zeros == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = Philox4x32.block(
      counter: [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
      key: (0xffff_ffff, 0xffff_ffff))
    #expect(ones == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    let pi = Philox4x32.block(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
      key: (0xa409_3822, 0x299f_31d0))
    #expect(pi == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test func streamIsTheSequenceOfPhiloxBlocks() {
    var source = RandomSource(seed: 0x0000_0002_0000_0001)
    #expect(source.key == (1, 2))
    for index in 0..<5 {
      let block = Philox4x32.block(counter: [UInt32(index), 0, 0, 0], key: (1, 2))
      #expect(source.next() == UInt64(block[0]) | UInt64(block[1]) << 32)
      #expect(source.next() == UInt64(block[2]) | UInt64(block[3]) << 32)
    }
  }

  @Test(arguments: [0, 1, 7]) func storedStateContinuesTheStream(draws: Int) {
    var source = RandomSource(seed: 9)
    for _ in 0..<draws { _ = source.next() }
    var restored = RandomSource(state: source.state)
    #expect(restored == source)
    #expect((0..<5).map { _ in restored.next() } == (0..<5).map { _ in source.next() })
  }

  @Test func splitsDependNeitherOnOrderNorOnWhatWasDrawn() {
    let fresh = RandomSource(seed: 42)
    var used = fresh
    _ = used.split("other")
    for _ in 0..<3 { _ = used.next() }
    #expect(used.split("dropout").split(3) == fresh.split("dropout").split(3))
  }

  @Test func splitsDiffer() {
    let root = RandomSource(seed: 42)
    var sources: Set<RandomSource> = [root, root.split(""), root.split("a"), root.split("b")]
    for index in -500..<500 { sources.insert(root.split(index)) }
    #expect(sources.count == 1004)
    #expect(RandomSource(seed: 43).split("a") != root.split("a"))
    #expect(root.split("a").split("b") != root.split("b").split("a"))
  }

  /// Pearson's r of n independent pairs has standard deviation 1/sqrt(n): 0.01 here.
  @Test func splitsAreUncorrelated() {
    var first = RandomSource(seed: 1).split(0)
    var second = RandomSource(seed: 1).split(1)
    var sum = 0.0
    for _ in 0..<10_000 { sum += (first.nextUniform() - 0.5) * (second.nextUniform() - 0.5) }
    #expect(abs(sum / 10_000 * 12) < 0.05)
  }

  /// Mean 1/2, variance 1/12; five standard errors of 100,000 draws.
  @Test func uniformNumbersHaveTheirMoments() {
    var source = RandomSource(seed: 3)
    let values = (0..<100_000).map { _ in source.nextUniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(isClose(mean(values), 0.5, absolute: 0.005))
    #expect(isClose(mean(values.map { ($0 - 0.5) * ($0 - 0.5) }), 1 / 12, absolute: 0.0012))
  }

  @Test func floatsStayBelowOne() {
    var source = RandomSource(seed: 4)
    let values = (0..<100_000).map { _ in source.nextFloat() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(isClose(mean(values.map(Double.init)), 0.5, absolute: 0.005))
  }

  /// Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)).
  @Test(arguments: [0.2, 1, 4]) func betaNumbersHaveTheirMoments(a: Double) {
    var source = RandomSource(seed: 3)
    let values = (0..<20_000).map { _ in source.nextBeta(a, a) }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(values.allSatisfy { (0...1).contains($0) })
    #expect(abs(mean - 0.5) < 0.01)
    #expect(abs(variance * 4 * (2 * a + 1) - 1) < 0.03)
  }

  /// Moments 0, 1, 0, 3 of the standard normal.
  @Test func normalNumbersHaveTheirMoments() {
    var source = RandomSource(seed: 5)
    let values = (0..<200_000).map { _ in source.nextNormal() }
    #expect(isClose(mean(values), 0, absolute: 0.012))
    #expect(isClose(mean(values.map { $0 * $0 }), 1, absolute: 0.016))
    #expect(isClose(mean(values.map { $0 * $0 * $0 }), 0, absolute: 0.045))
    #expect(isClose(mean(values.map { $0 * $0 * $0 * $0 }), 3, absolute: 0.11))
  }

  /// Chi-squared with 6 degrees of freedom exceeds 22.46 once in a thousand.
  @Test func integersAreUniform() {
    var source = RandomSource(seed: 6)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[source.nextInt(below: 7)] += 1 }
    let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    #expect(chiSquared < 22.46)
    #expect(source.nextInt(below: 1) == 0)
    #expect((0..<Int.max).contains(source.nextInt(below: .max)))
  }

  @Test func permutationHoldsEveryNumberOnce() {
    var source = RandomSource(seed: 7)
    let permutation = source.permutation(count: 100)
    #expect(permutation.sorted() == Array(0..<100))
    #expect(permutation != Array(0..<100))
    #expect(source.permutation(count: 0).isEmpty)
  }

  /// Each of the 6 orders of 3 elements has probability 1/6; five degrees of freedom.
  @Test func everyPermutationIsEquallyLikely() {
    var source = RandomSource(seed: 8)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[source.permutation(count: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    #expect(counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 } < 20.5)
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
