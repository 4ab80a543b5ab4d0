import Testing
import Training

/// "Best" is the first strict best.
struct BestTrackerTests {
  @Test func theFirstOfEqualValuesStaysBest() {
    var tracker = BestTracker(metric: "accuracy", direction: .maximize)
    let results = [0.5, 0.7, 0.7, 0.6].enumerated().map {
      tracker.isBest($0.element, epoch: $0.offset + 1)
    }
    #expect(results == [true, true, false, false])
    #expect(tracker.epoch == 2)
    #expect(tracker.value == 0.7)
  }

  @Test func undefinedAndNaNAreNeverBest() {
    var tracker = BestTracker(metric: "loss", direction: .minimize)
    let results = [nil, .nan, 3].map { tracker.isBest($0, epoch: 1) }
    #expect(results == [false, false, true])
  }

  @Test func aTrackerOfAnotherMetricRefusesTheState() {
    var tracker = BestTracker(metric: "loss", direction: .minimize)
    let other = BestTracker(metric: "accuracy", direction: .maximize)
    let isRestored = tracker.restore(other.state)
    #expect(!isRestored)
  }
}
