import Basics
import Hyperopt
import Testing

@Suite struct ParameterImportanceTests {
  /// Complete trials at random points with the values of a function.
  private func trials(
    _ count: Int, _ parameters: [(String, Distribution)],
    _ function: ([String: ParameterValue]) -> Double
  ) -> [StudyTrial] {
    var random = RandomSource(seed: 3)
    return (0..<count).map { _ in
      var values: [String: ParameterValue] = [:]
      for (name, distribution) in parameters {
        switch distribution {
        case .float(let low, let high, _, _):
          values[name] = .double(low + (high - low) * random.nextUniform())
        case .int(let low, let high, _, _):
          values[name] = .int(low + random.nextInt(below: high - low + 1))
        case .categorical(let choices):
          values[name] = .choice(random.nextInt(below: choices.count))
        }
      }
      var trial = StudyTrial()
      trial.state = .complete
      trial.values = [function(values)]
      trial.parameters = parameters.compactMap { name, distribution in
        values[name].map { StudyTrial.Parameter(name, $0, of: distribution) }
      }
      return trial
    }
  }

  private let unit = Distribution.float(low: 0, high: 1, step: nil, log: false)

  private func number(_ value: ParameterValue?) -> Double {
    switch value {
    case .double(let number): number
    case .int(let number): Double(number)
    case .choice(let index): Double(index)
    case nil: .nan
    }
  }

  @Test func aSumIsSharedByTheVariancesOfItsTerms() throws {
    // Var(2x) : Var(y) : Var(0 z) = 4 : 1 : 0 on the unit cube.
    let trials = trials(400, [("x", unit), ("y", unit), ("z", unit)]) {
      2 * number($0["x"]) + number($0["y"])
    }
    let shares = try #require(ParameterImportance.shares(of: trials))
    #expect(shares.map(\.name) == ["x", "y", "z"])
    #expect(abs(shares[0].share - 0.8) < 0.03)
    #expect(abs(shares[1].share - 0.2) < 0.03)
    #expect(shares[2].share < 0.01)
    #expect(abs(shares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
  }

  @Test func choicesAndWholeNumbersCountAsTheyDiffer() throws {
    // The values 0, 0, 3 of three choices have the variance 2; n from 0 to 4 has (25 - 1) / 12 = 2.
    let parameters: [(String, Distribution)] = [
      ("kind", .categorical([.string("a"), .string("b"), .string("c")])),
      ("n", .int(low: 0, high: 4, step: 1, log: false)),
    ]
    let trials = trials(400, parameters) { values in
      (values["kind"] == .choice(2) ? 3 : 0) + number(values["n"])
    }
    let shares = try #require(ParameterImportance.shares(of: trials))
    for share in shares { #expect(abs(share.share - 0.5) < 0.03, "\(share)") }
  }

  @Test func withoutDifferencesThereIsNothingToShare() {
    #expect(ParameterImportance.shares(of: [])?.count == nil)
    let constant = trials(5, [("x", unit)]) { _ in 1 }
    #expect(ParameterImportance.shares(of: constant)?.count == nil)
  }
}
