import Reporting
import Testing

struct HistogramTests {
  @Test func everyNumberIsInOneInterval() throws {
    let histogram = try #require(Histogram(of: [0, 1, 2, 3, 4, 4], intervals: 4))
    #expect(histogram.upperEdges == [1, 2, 3, 4])
    // The largest belongs to the last interval, which has no one above it.
    #expect(histogram.counts == [1, 1, 1, 3])
    #expect(histogram.count == 6 && histogram.sum == 14 && histogram.sumOfSquares == 46)
    #expect(histogram.minimum == 0 && histogram.maximum == 4)
  }

  @Test func equalNumbersAreOneInterval() throws {
    let histogram = try #require(Histogram(of: [2, 2, 2]))
    #expect(histogram.upperEdges == [2] && histogram.counts == [3])
  }

  @Test func whatIsNotFiniteDoesNotCount() throws {
    #expect(Histogram(of: []) == nil)
    #expect(Histogram(of: [.nan, .infinity]) == nil)
    let histogram = try #require(Histogram(of: [.nan, 1, -.infinity, 3], intervals: 2))
    #expect(histogram.counts == [1, 1])
  }
}
