import Glibc
import Hyperopt
import Testing

@Suite("CMA-ES")
struct CMAESSamplerTests {
  private func float(_ low: Double, _ high: Double) -> Distribution {
    .float(low: low, high: high, step: nil, log: false)
  }

  private func numbers(_ values: [String: ParameterValue]) -> [Double] {
    values.sorted { $0.key < $1.key }.map { entry in
      switch entry.value {
      case .double(let number): number
      case .int(let number): Double(number)
      case .choice(let choice): Double(choice)
      }
    }
  }

  /// The trials of a search.
  private func run(
    _ sampler: CMAESSampler, _ space: SearchSpace, count: Int, from trials: [TrialRecord] = [],
    direction: StudyDirection = .minimize, _ objective: ([Double]) -> Double
  ) -> [TrialRecord] {
    var trials = trials
    while trials.count < count {
      let values = sampler.suggest(
        number: trials.count, in: space, direction: direction, trials: trials)
      trials.append(
        TrialRecord(
          number: trials.count, state: .complete, values: values,
          value: objective(numbers(values))))
    }
    return trials
  }

  private func best(_ trials: [TrialRecord]) -> Double {
    trials.compactMap(\.value).min() ?? .infinity
  }

  private func rosenbrock(_ x: [Double]) -> Double {
    zip(x, x.dropFirst()).reduce(0) { sum, pair in
      let (a, b) = pair
      return sum + 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a)
    }
  }

  @Test("It follows the bent valley of Rosenbrock's function in three dimensions to its end")
  func valley() {
    let space = SearchSpace((0..<3).map { SearchParameter("x\($0)", float(-5, 10)) })
    let results = (0..<5).map { seed in
      best(run(CMAESSampler(seed: UInt64(seed)), space, count: 1200, rosenbrock))
    }.sorted()
    #expect(results[2] < 1e-6, "\(results)")
  }

  @Test("Maximising a function is minimising its negative")
  func direction() {
    let space = SearchSpace([
      SearchParameter("a", float(0, 1)), SearchParameter("b", float(-3, 3)),
    ])
    let low = run(CMAESSampler(seed: 3), space, count: 60) { $0[0] * $0[0] + $0[1] }
    let high = run(CMAESSampler(seed: 3), space, count: 60, direction: .maximize) {
      -($0[0] * $0[0] + $0[1])
    }
    #expect(low.map(\.values) == high.map(\.values))
  }

  @Test("Whole numbers, steps, logarithms and ordered choices are found in their bounds")
  func discrete() {
    let space = SearchSpace([
      SearchParameter("a", .int(low: 1, high: 9, step: 2, log: false)),
      SearchParameter("b", .float(low: 0, high: 0.7, step: 0.1, log: false)),
      SearchParameter("c", .int(low: 1, high: 1000, step: 1, log: true)),
      SearchParameter("d", .categorical([.int(16), .int(32), .int(64), .int(128)])),
      SearchParameter("e", .float(low: 1e-5, high: 1e-1, step: nil, log: true)),
      SearchParameter("f", .categorical([.string("x"), .string("y"), .string("z")])),
    ])
    let results = (0..<5).map { seed in
      let trials = run(CMAESSampler(seed: UInt64(seed)), space, count: 400) { x in
        pow(x[0] - 7, 2) / 10 + pow((x[1] - 0.3) * 10, 2) / 10 + pow(log(x[2] / 40), 2)
          + pow(x[3] - 1, 2) + pow(log10(x[4]) + 3, 2) + (x[5] == 2 ? 0 : 0.5)
      }
      for trial in trials {
        for parameter in space.parameters {
          let value = trial.values[parameter.name]
          #expect(value.map(parameter.distribution.contains) == true, "\(parameter.name)")
        }
      }
      return best(trials)
    }.sorted()
    #expect(results[2] < 1e-3, "\(results)")
  }

  @Test("Parameters exist by their conditions, and those beside them are still found")
  func conditions() {
    let space = SearchSpace([
      SearchParameter("kind", .categorical([.string("p"), .string("q")])),
      SearchParameter("p", float(0, 1), if: SearchCondition("kind", isChoice: 0)),
      SearchParameter("q", float(0, 1), if: SearchCondition("kind", isChoice: 1)),
    ])
    let sampler = CMAESSampler(seed: 1)
    var trials: [TrialRecord] = []
    for number in 0..<200 {
      let values = sampler.suggest(
        number: number, in: space, direction: .minimize, trials: trials)
      let isQ = values["kind"] == .choice(1)
      #expect(Set(values.keys) == ["kind", isQ ? "q" : "p"])
      var x = 0.0
      if case .double(let number)? = values[isQ ? "q" : "p"] { x = number }
      trials.append(
        TrialRecord(
          number: number, state: .complete, values: values,
          value: isQ ? (x - 0.8) * (x - 0.8) : 0.05 + (x - 0.2) * (x - 0.2)))
    }
    #expect(best(trials) < 1e-6)
    let late = trials.suffix(50)
    #expect(late.count { $0.values["kind"] == .choice(1) } > 35)
  }

  @Test("A suggestion depends on the trials that have ended, not on how often was asked")
  func reproducibility() {
    let space = SearchSpace((0..<3).map { SearchParameter("x\($0)", float(-1, 1)) })
    let whole = run(CMAESSampler(seed: 5), space, count: 80) { $0.reduce(0) { $0 + $1 * $1 } }
    let continued = run(
      CMAESSampler(seed: 5), space, count: 80, from: Array(whole.prefix(41).reversed())
    ) { $0.reduce(0) { $0 + $1 * $1 } }
    #expect(continued.suffix(39).map(\.values) == whole.suffix(39).map(\.values))
    let other = run(CMAESSampler(seed: 6), space, count: 2) { $0[0] }
    #expect(other[0].values != whole[0].values)
    var more = whole
    more.append(TrialRecord(number: 80, state: .failed, values: whole[0].values))
    more.append(TrialRecord(number: 81, state: .running, values: whole[1].values))
    let sampler = CMAESSampler(seed: 5)
    #expect(
      sampler.suggest(number: 82, in: space, direction: .minimize, trials: whole)
        == sampler.suggest(number: 82, in: space, direction: .minimize, trials: more))
  }

  @Test("A wholly discrete space is tried point by point, none twice")
  func duplicates() {
    let space = SearchSpace([
      SearchParameter("a", .int(low: 0, high: 4, step: 1, log: false)),
      SearchParameter("b", .categorical([.string("x"), .string("y"), .string("z")])),
    ])
    let trials = run(CMAESSampler(seed: 2), space, count: 14) { pow($0[0] - 3, 2) + $0[1] }
    #expect(Set(trials.map(\.values)).count >= 13)
  }
}
