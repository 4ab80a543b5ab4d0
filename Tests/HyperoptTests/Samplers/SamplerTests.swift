import Hyperopt
import Testing

@Suite("Samplers")
struct SamplerTests {
  @Test(
    "Every value lies in its distribution and exists when its condition holds",
    arguments: SamplerKind.allCases)
  func bounds(kind: SamplerKind) throws {
    let space = SearchFixtures.everything
    let trials = SearchFixtures.trials(60, in: space, by: kind.makeSampler(seed: 3))
    var choices: Set<ParameterValue> = []
    for trial in trials {
      for parameter in space.parameters {
        let value = trial.values[parameter.name]
        #expect((value != nil) == space.isActive(parameter, in: trial.values))
        if let value {
          #expect(parameter.distribution.contains(value), "\(parameter.name): \(value)")
        }
      }
      choices.insert(try #require(trial.values["optimizer"]))
    }
    #expect(choices.count == 3)
  }

  @Test("Stepped values are the low bound plus whole steps", arguments: SamplerKind.allCases)
  func steps(kind: SamplerKind) throws {
    for trial in SearchFixtures.trials(
      40, in: SearchFixtures.everything, by: kind.makeSampler(seed: 4))
    {
      guard case .double(let dropout) = trial.values["dropout"] else {
        Issue.record("no dropout")
        continue
      }
      #expect(abs((dropout / 0.05).rounded() * 0.05 - dropout) < 1e-12)
    }
  }

  @Test("A suggestion depends on seed, number and trials alone", arguments: SamplerKind.allCases)
  func reproducible(kind: SamplerKind) {
    let space = SearchFixtures.everything
    let trials = SearchFixtures.trials(30, in: space, by: RandomSampler(seed: 1))
    func suggestion(seed: UInt64, number: Int = 30, trials: [TrialRecord]) -> [String:
      ParameterValue]
    {
      kind.makeSampler(seed: seed).suggest(
        number: number, in: space, direction: .minimize, trials: trials)
    }
    let first = suggestion(seed: 1, trials: trials)
    #expect(first == suggestion(seed: 1, trials: trials))
    #expect(first == suggestion(seed: 1, trials: trials.reversed()))
    #expect(first != suggestion(seed: 2, trials: trials))
    #expect(first != suggestion(seed: 1, number: 31, trials: trials))
  }

  @Test(
    "What is known of the trial itself does not count: a continued trial is drawn as at first",
    arguments: SamplerKind.allCases)
  func continued(kind: SamplerKind) {
    let space = SearchFixtures.everything
    let trials = SearchFixtures.trials(30, in: space, by: RandomSampler(seed: 1))
    let sampler = kind.makeSampler(seed: 1)
    let fresh = sampler.suggest(number: 30, in: space, direction: .minimize, trials: trials)
    let dead = TrialRecord(number: 30, state: .running, values: fresh)
    let again = sampler.suggest(
      number: 30, in: space, direction: .minimize, trials: trials + [dead])
    #expect(again == fresh)
  }

  @Test("A space of twelve points is tried without repetition", arguments: SamplerKind.allCases)
  func distinct(kind: SamplerKind) {
    let trials = SearchFixtures.trials(12, in: SearchFixtures.small, by: kind.makeSampler(seed: 5))
    #expect(Set(trials.map(\.values)).count == 12)
  }

  @Test("A space that has been tried out is tried again", arguments: SamplerKind.allCases)
  func exhausted(kind: SamplerKind) {
    let trials = SearchFixtures.trials(20, in: SearchFixtures.small, by: kind.makeSampler(seed: 5))
    #expect(trials.allSatisfy { $0.values.count == 2 })
  }

  @Test("The better direction is learnt")
  func direction() throws {
    let space = SearchSpace([
      SearchParameter("x", .float(low: 0, high: 1, step: nil, log: false))
    ])
    for kind in [SamplerKind.tpe, .cmaes] {
      for direction in StudyDirection.allCases {
        var trials: [TrialRecord] = []
        var last: [Double] = []
        for number in 0..<60 {
          let values = kind.makeSampler(seed: 8).suggest(
            number: number, in: space, direction: direction, trials: trials)
          guard case .double(let x) = values["x"] else { continue }
          last.append(x)
          trials.append(TrialRecord(number: number, state: .complete, values: values, value: x))
        }
        let mean = last.suffix(20).reduce(0, +) / 20
        #expect(direction == .minimize ? mean < 0.2 : mean > 0.8, "\(kind) \(direction): \(mean)")
      }
    }
  }

  @Test("Grids have every combination, of conditional parameters only where they exist")
  func grid() {
    #expect(GridSampler.pointCount(of: SearchFixtures.small) == 12)
    let space = SearchSpace([
      SearchParameter("a", .categorical([.string("x"), .string("y")])),
      SearchParameter(
        "b", .int(low: 1, high: 5, step: 1, log: false), if: SearchCondition("a", isChoice: 1)),
    ])
    #expect(GridSampler.pointCount(of: space) == 6)
  }
}
