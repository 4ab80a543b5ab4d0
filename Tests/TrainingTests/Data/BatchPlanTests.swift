import Testing
import Training

@Suite struct BatchPlanTests {
  private func sizes(_ count: Int, _ batchSize: Int) -> [Int] {
    let plan = BatchPlan(
      indices: Array(0..<count), batchSize: batchSize, shuffleSeed: nil, epoch: 0)
    return (0..<plan.count).map { plan[$0].count }
  }

  @Test func aLastBatchOfOneJoinsTheOneBefore() {
    #expect(sizes(9, 4) == [4, 5])
    #expect(sizes(10, 4) == [4, 4, 2])
    #expect(sizes(8, 4) == [4, 4])
    #expect(sizes(5, 4) == [5])
  }

  @Test func aSmallSplitIsOneBatch() {
    #expect(sizes(3, 32) == [3])
    #expect(sizes(1, 32) == [1])
    #expect(sizes(0, 32) == [])
  }

  @Test func batchesOfOneAreServedWhenAskedFor() {
    #expect(sizes(3, 1) == [1, 1, 1])
  }

  @Test func theNumberOfBatchesIsKnownBeforehand() {
    for count in 0..<40 {
      for size in 1..<12 {
        #expect(BatchPlan.batchCount(samples: count, batchSize: size) == sizes(count, size).count)
      }
    }
  }

  @Test func theOrderDependsOnSeedAndEpochAlone() {
    func order(_ seed: UInt64?, _ epoch: Int) -> [Int] {
      BatchPlan(indices: Array(100..<200), batchSize: 8, shuffleSeed: seed, epoch: epoch).order
    }
    #expect(order(nil, 3) == Array(100..<200))
    #expect(order(1, 3) == order(1, 3))
    #expect(order(1, 3).sorted() == Array(100..<200))
    #expect(Set([order(1, 3), order(1, 4), order(2, 3)]).count == 3)
  }
}
