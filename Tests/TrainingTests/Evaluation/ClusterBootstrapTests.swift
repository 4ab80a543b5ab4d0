import Basics
import Testing
import Training

/// Intervals are those of drawn clusters.
struct ClusterBootstrapTests {
  private let bootstrap = ClusterBootstrap(drawCount: 2000, seed: 3)

  private func meanInterval(_ values: [Double], clusters: [[Int]]) -> ClusterBootstrap.Interval? {
    bootstrap.intervals(
      clusters: clusters, size: 2,
      entries: values.map { [(place: 0, value: 1), (place: 1, value: $0)] }
    ) { sums, _ in [sums[0] > 0 ? sums[1] / sums[0] : nil] }[0]
  }

  // The mean of n = 100 numbers 0 and 1 in equal parts has the standard error 0.05.
  @Test func theIntervalOfAMeanIsTwoStandardErrorsWide() throws {
    let values = (0..<100).map { Double($0 % 2) }
    let interval = try #require(meanInterval(values, clusters: (0..<100).map { [$0] }))
    #expect(abs(interval.lower - (0.5 - 1.96 * 0.05)) < 0.011)
    #expect(abs(interval.upper - (0.5 + 1.96 * 0.05)) < 0.011)
    #expect(interval.drawCount == 2000)
  }

  // Ten patients with ten equal images each know no more than ten images: the error is sqrt(10) times as large.
  @Test func imagesOfAPatientAreNotIndependent() throws {
    let values = (0..<100).map { Double($0 / 10 % 2) }
    let clusters = (0..<10).map { Array($0 * 10..<$0 * 10 + 10) }
    let together = try #require(meanInterval(values, clusters: clusters))
    let apart = try #require(meanInterval(values, clusters: (0..<100).map { [$0] }))
    #expect(together.upper - together.lower > 2.5 * (apart.upper - apart.lower))
  }

  @Test func weightsSayHowOftenASampleWasDrawn() {
    let totals = Monitor<Set<Double>>([])
    _ = bootstrap.intervals(
      clusters: [[0, 1], [2]], size: 1, entries: [[(0, 1)], [(0, 1)], [(0, 1)]]
    ) { sums, weights in
      let isSame = weights.reduce(0, +) == sums[0] && weights[0] == weights[1]
      #expect(isSame)
      totals.update { _ = $0.insert(sums[0]) }
      return []
    }
    #expect(totals.update { $0 } == [2, 3, 4])
  }

  @Test func whatIsOftenUndefinedHasNoInterval() {
    let clusters = (0..<4).map { [$0] }
    let entries: [ClusterBootstrap.Entries] = clusters.map { _ in [(place: 0, value: 1)] }
    let draws = Monitor(0)
    let found = bootstrap.intervals(clusters: clusters, size: 1, entries: entries) { _, _ in
      let draw = draws.update { draws in
        draws += 1
        return draws
      }
      return [draw % 3 == 0 ? 1 : nil, draw % 3 > 0 ? 1 : nil]
    }
    #expect(found[0] == nil)
    #expect(found[1]?.drawCount == 1334)
  }

  @Test func threadsChangeNothing() {
    func interval(threads: Int) -> ClusterBootstrap.Interval? {
      ClusterBootstrap(drawCount: 101, seed: 3, threads: threads).intervals(
        clusters: (0..<20).map { [$0] }, size: 1, entries: (0..<20).map { [(0, Double($0))] }
      ) { sums, _ in [sums[0]] }[0]
    }
    #expect(interval(threads: 1) != nil)
    #expect(interval(threads: 3) == interval(threads: 1))
  }

  @Test func oneClusterHasNoInterval() {
    #expect(meanInterval([1, 2], clusters: [[0, 1]]) == nil)
  }
}
