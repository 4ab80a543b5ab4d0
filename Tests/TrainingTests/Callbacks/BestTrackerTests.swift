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
    #expect([nil, .nan].allSatisfy { !tracker.isBest($0, epoch: 1) })
    let isBest = tracker.isBest(3, epoch: 2)
    #expect(isBest)
  }

  @Test func aTrackerOfAnotherMetricRefusesTheState() {
    var tracker = BestTracker(metric: "loss", direction: .minimize)
    let other = BestTracker(metric: "accuracy", direction: .maximize)
    #expect(!tracker.restore(other.state))
  }
}
