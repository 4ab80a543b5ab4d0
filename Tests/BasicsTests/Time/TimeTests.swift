import Basics
import Testing

@Suite struct TimeTests {
  /// `date -u -d @1700000000`.
  @Test func momentsAreWrittenAsISO8601() {
    #expect(WallClock.iso8601(1_700_000_000.9) == "2023-11-14T22:13:20Z")
    #expect(WallClock.iso8601(0) == "1970-01-01T00:00:00Z")
    #expect(WallClock.iso8601(.nan) == "1970-01-01T00:00:00Z")
    #expect(WallClock.now() > 1_700_000_000)
  }

  @Test func theStopwatchOnlyGoesForward() {
    let watch = Stopwatch()
    let first = watch.seconds
    #expect(first >= 0)
    #expect(watch.seconds >= first)
  }
}
