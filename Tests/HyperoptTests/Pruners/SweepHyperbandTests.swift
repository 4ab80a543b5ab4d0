import Hyperopt
import Testing

/// The example in the documentation of W&B's `hyperband_stop_runs`, and what follows from the rule by hand.
@Suite struct SweepHyperbandTests {
  private func trial(_ number: Int, _ state: TrialState, _ values: [Double]) -> TrialRecord {
    TrialRecord(
      number: number, state: state, values: [:],
      intermediateValues: values.enumerated().map {
        TrialRecord.IntermediateValue(step: $0.offset + 1, value: $0.element)
      })
  }

  @Test func bandsAreThoseOfTheSweep() throws {
    #expect(SweepHyperbandPruner(first: 3, eta: 3).bands.prefix(4) == [3, 9, 27, 81])
    #expect(try #require(SweepHyperbandPruner(last: 5, count: 2, eta: 2)).bands == [1, 2])
    #expect(try #require(SweepHyperbandPruner(last: 27, count: 2, eta: 3)).bands == [3, 9])
    #expect(SweepHyperbandPruner(last: 1, count: 2, eta: 3) == nil)
  }

  @Test func theDocumentedExample() throws {
    let pruner = try #require(SweepHyperbandPruner(last: 5, count: 2, eta: 2))
    // "b should be stopped; c passes band 1 but not band 2."
    let trials = [
      trial(0, .complete, [10, 9]), trial(1, .running, [10, 10]), trial(2, .running, [10, 8, 8]),
      trial(3, .running, [10, 7, 7]), trial(4, .complete, [10, 6, 6]),
    ]
    let stopped = trials.filter { $0.state == .running }.filter {
      pruner.shouldPrune($0, among: trials, direction: .minimize)
    }
    #expect(stopped.map(\.number) == [1, 2])
  }

  @Test func higherIsBetterWhenMaximizing() {
    let pruner = SweepHyperbandPruner(first: 1, eta: 2)
    // Of three values at the band, the threshold is the one in the middle.
    let trials = [
      trial(0, .complete, [0, 0.5]), trial(1, .running, [0, 0.4]), trial(2, .failed, [0, 0.6]),
    ]
    #expect(pruner.shouldPrune(trials[1], among: trials, direction: .maximize))
    #expect(!pruner.shouldPrune(trials[1], among: trials, direction: .minimize))
    // Before the first band nothing is stopped.
    let young = trial(3, .running, [0])
    #expect(!pruner.shouldPrune(young, among: trials, direction: .maximize))
  }
}
