import Hyperopt
import Testing

/// How the Parzen estimator moves along steps and whole numbers.
@Suite("Steps")
struct StepTests {
  /// The whole numbers that are suggested after 400 trials, the good ones of which lie at 5, and the others there and
  /// around it, but never at 6.
  private func suggestions(_ distribution: Distribution, share: Double) -> [Int] {
    var options = TPEOptions()
    options.goodCellShare = share
    options.independentPeriod = 0
    options.redraws = 1
    let space = SearchSpace([
      SearchParameter("n", distribution),
      SearchParameter("x", .float(low: 0, high: 1, step: nil, log: false)),
    ])
    let trials = (0..<400).map { number in
      let isGood = number < 260
      let n = isGood ? 5 : [3, 4, 7, 8][number % 4]
      return TrialRecord(
        number: number, state: .complete,
        values: [
          "n": .int(n), "x": .double((0.618 * Double(number)).truncatingRemainder(dividingBy: 1)),
        ],
        value: isGood ? 0.01 * Double(number) : 1 + Double(number))
    }
    let table = TrialTable(space: space, direction: .minimize, trials: trials)
    return (0..<50).compactMap { seed in
      let values = TPESampler(seed: UInt64(seed), options: options).suggest(
        number: 400, after: table)
      guard case .int(let n) = values["n"] else { return nil }
      return n
    }
  }

  @Test(
    "A neighbour of good steps that was never tried is tried",
    arguments: [
      (Distribution.int(low: 1, high: 12, step: 1, log: false), 20),
      (.int(low: 1, high: 12, step: 1, log: true), 4),
    ])
  func neighbours(distribution: Distribution, least: Int) {
    let reaching = suggestions(distribution, share: 0.3)
    let staying = suggestions(distribution, share: 0)
    #expect(reaching.count == 50 && staying.count == 50)
    #expect(reaching.count { $0 == 6 } >= least)
    #expect(staying.count { $0 == 6 } <= 2)
  }
}
