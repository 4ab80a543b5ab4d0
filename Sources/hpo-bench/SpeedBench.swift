import Basics
import Hyperopt

/// Measures the time of one suggestion beside trials of 8 parameters.
enum SpeedBench {
  /// - Parameter counts: the numbers of trials.
  static func run(counts: [Int]) {
    let numbers = SearchSpace(
      (0..<8).map { SearchParameter("x\($0)", .float(low: 0, high: 1, step: nil, log: false)) })
    var together = TPEOptions()
    together.independentPeriod = 0
    var alone = TPEOptions()
    alone.isMultivariate = false
    for (name, space) in [
      ("8 floats", numbers), ("mixed", Case.all.first { $0.name == "mixed8" }?.space ?? numbers),
    ] {
      for (kind, options) in [
        ("default", TPEOptions()), ("multivariate", together), ("univariate", alone),
      ] {
        for trials in counts {
          let times = measure(TPESampler(seed: 0, options: options), space, trials: trials)
          print(
            "ours \(kind), \(name),\(trials),\(times.suggestion) ms, "
              + "learning of a trial \(times.learning) ms, table \(times.table) ms")
        }
      }
    }
  }

  /// Milliseconds of a suggestion and of what the table takes to learn of one trial, and the time to make the table.
  ///
  /// A suggestion is the median of 21 means of three in a row: every third one draws its parameters one by one.
  private static func measure(_ sampler: TPESampler, _ space: SearchSpace, trials: Int) -> (
    suggestion: Double, learning: Double, table: Double
  ) {
    let empty = TrialTable(space: space, direction: .minimize)
    let random = RandomSampler(seed: 5)
    var source = RandomSource(seed: 7)
    let records = (0..<trials).map {
      TrialRecord(
        number: $0, state: .complete, values: random.suggest(number: $0, after: empty),
        value: source.nextUniform())
    }
    let watch = Stopwatch()
    var table = TrialTable(space: space, direction: .minimize, trials: records)
    let tableTime = watch.seconds
    var suggestions: [Double] = []
    var learnings: [Double] = []
    for round in 0..<21 {
      var seconds = 0.0
      for number in trials + 3 * round..<trials + 3 * round + 3 {
        let suggesting = Stopwatch()
        let values = sampler.suggest(number: number, after: table)
        seconds += suggesting.seconds
        let learning = Stopwatch()
        table.record(
          TrialRecord(
            number: number, state: .complete, values: values, value: source.nextUniform()))
        learnings.append(learning.seconds)
      }
      suggestions.append(seconds / 3)
    }
    return (suggestions.sorted()[10] * 1000, learnings.sorted()[31] * 1000, tableTime * 1000)
  }
}
