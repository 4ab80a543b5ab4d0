import Basics
import Testing

@Suite struct RealRangeTests {
  @Test(arguments: [
    (RealRange.closed(0, 1), [true, true, true]), (.halfOpen(0, 1), [true, true, false]),
    (.above(0, upTo: 1), [false, true, true]), (.open(0, 1), [false, true, false]),
    (.atLeast(0), [true, true, true]), (.above(0), [false, true, true]),
    (.any, [true, true, true]),
  ]) func endsBelongOrNot(range: RealRange, contained: [Bool]) {
    #expect([0, 0.5, 1].map(range.contains) == contained)
    #expect(!range.contains(.nan))
    #expect(!range.contains(.infinity))
    #expect(range.contains(-1) == (range == .any))
  }
}
