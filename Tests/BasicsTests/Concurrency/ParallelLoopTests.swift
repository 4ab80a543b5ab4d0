import Basics
import Testing

@Suite struct ParallelLoopTests {
  @Test(arguments: [1, 2, 5])
  func resultsAreInOrderWhoeverComputesThem(threads: Int) {
    for count in [0, 1, 2, 97] {
      let squares = ParallelLoop.map(count, threads: threads) { $0 * $0 }
      #expect(squares == (0..<count).map { $0 * $0 })
    }
  }

  @Test func everyIndexIsVisitedOnce() {
    let visits = Monitor([Int](repeating: 0, count: 1000))
    ParallelLoop.run(1000, threads: 4) { index in visits.update { $0[index] += 1 } }
    #expect(visits.update { $0 }.allSatisfy { $0 == 1 })
  }
}
