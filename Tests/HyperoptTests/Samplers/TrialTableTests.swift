import Hyperopt
import Testing

@Suite("Table of trials")
struct TrialTableTests {
  @Test(
    "Learning trial by trial, in any order, suggests what a new table suggests",
    arguments: SamplerKind.allCases)
  func incremental(kind: SamplerKind) {
    let space = SearchFixtures.everything
    let trials = SearchFixtures.trials(80, in: space, by: RandomSampler(seed: 6))
    guard let sampler = kind.makeSampler(seed: 2) as? any IncrementalSampler else {
      // CMA-ES alone works its state out from all trials each time.
      #expect(kind == .cmaes)
      return
    }
    var table = TrialTable(space: space, direction: .maximize)
    // Every trial is first known to run, with other values at first; they end in another order.
    for trial in trials {
      table.record(TrialRecord(number: trial.number, state: .running, values: trials[0].values))
    }
    for trial in trials.reversed() { table.record(trial) }
    let rebuilt = TrialTable(space: space, direction: .maximize, trials: trials)
    for number in [20, 80, 81, 90] {
      let expected = sampler.suggest(number: number, after: rebuilt)
      #expect(sampler.suggest(number: number, after: table) == expected)
    }
    #expect(table.finishedCount == rebuilt.finishedCount)
  }

  @Test("Trials with values of another space do not disturb")
  func foreign() {
    let space = SearchFixtures.small
    let trials = (0..<20).map {
      TrialRecord(
        number: $0, state: .complete, values: ["a": .int(99), "c": .double(.nan)], value: 1)
    }
    for kind in SamplerKind.allCases {
      let values = kind.makeSampler(seed: 1).suggest(
        number: 20, in: space, direction: .minimize, trials: trials)
      #expect(values.count == 2)
    }
  }

  @Test("Values without order are survived")
  func unordered() {
    let trials = [Double.nan, .infinity, -.infinity, 1, .nan, 2, 3, 4, 5, 6, 7, .infinity]
      .enumerated().map {
        TrialRecord(
          number: $0, state: .complete, values: ["a": .int($0 % 4), "b": .choice($0 % 3)], value: $1
        )
      }
    for kind in SamplerKind.allCases {
      let values = kind.makeSampler(seed: 1).suggest(
        number: 20, in: SearchFixtures.small, direction: .minimize, trials: trials)
      #expect(values.count == 2)
    }
  }
}
