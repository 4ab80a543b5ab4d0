import Basics
import Hyperopt

/// Measures the time of one suggestion beside trials of 8 parameters.
enum SpeedBench {
  static func run() {
    let numbers = SearchSpace(
      (0..<8).map { SearchParameter("x\($0)", .float(low: 0, high: 1, step: nil, log: false)) })
    for (name, space) in [
      ("8 floats", numbers), ("mixed", Case.all.first { $0.name == "mixed8" }?.space ?? numbers),
    ] {
      for isMultivariate in [false, true] {
        var options = TPEOptions()
        options.isMultivariate = isMultivariate
        for trials in [100, 1_000, 10_000] {
          let times = measure(TPESampler(seed: 0, options: options), space, trials: trials)
          print(
            "ours \(isMultivariate ? "multivariate" : "univariate"), \(name),\(trials),"
              + "\(times.suggestion) ms, learning of a trial \(times.learning) ms, "
              + "table \(times.table) ms")
        }
      }
    }
  }

  /// The medians of 31 suggestions and of what the table takes to learn of one trial, and the time to make the table.
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
    for number in trials..<trials + 31 {
      let suggesting = Stopwatch()
      let values = sampler.suggest(number: number, after: table)
      suggestions.append(suggesting.seconds)
      let learning = Stopwatch()
      table.record(
        TrialRecord(number: number, state: .complete, values: values, value: source.nextUniform()))
      learnings.append(learning.seconds)
    }
    return (suggestions.sorted()[15] * 1000, learnings.sorted()[15] * 1000, tableTime * 1000)
  }
}
