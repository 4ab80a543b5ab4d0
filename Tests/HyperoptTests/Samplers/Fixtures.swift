import Basics
import Hyperopt

/// Spaces and studies that the tests of samplers share.
enum SearchFixtures {
  /// One parameter of every kind, two of them conditional.
  static let everything = SearchSpace([
    SearchParameter("float", .float(low: -3, high: 5, step: nil, log: false)),
    SearchParameter("rate", .float(low: 1e-5, high: 1e-1, step: nil, log: true)),
    SearchParameter("dropout", .float(low: 0, high: 0.7, step: 0.05, log: false)),
    SearchParameter("layers", .int(low: 2, high: 14, step: 3, log: false)),
    SearchParameter("width", .int(low: 16, high: 512, step: 1, log: true)),
    SearchParameter("batch", .categorical([.int(32), .int(8), .int(16)])),
    SearchParameter("optimizer", .categorical([.string("adam"), .string("sgd"), .null])),
    SearchParameter(
      "momentum", .float(low: 0, high: 0.99, step: nil, log: false),
      if: SearchCondition("optimizer", isChoice: 1)),
    SearchParameter(
      "nesterov", .categorical([.bool(false), .bool(true)]),
      if: SearchCondition("optimizer", isChoice: 1)),
    SearchParameter("constant", .int(low: 7, high: 7, step: 1, log: false)),
  ])

  /// 4 x 3 points.
  static let small = SearchSpace([
    SearchParameter("a", .int(low: 0, high: 3, step: 1, log: false)),
    SearchParameter("b", .categorical([.string("x"), .string("y"), .string("z")])),
  ])

  /// A study of made-up values: every seventh trial was pruned, every eleventh failed, the last one runs.
  static func trials(_ count: Int, in space: SearchSpace, by sampler: any Sampler) -> [TrialRecord]
  {
    var source = RandomSource(seed: 99)
    var trials: [TrialRecord] = []
    for number in 0..<count {
      let values = sampler.suggest(
        number: number, in: space, direction: .minimize, trials: trials)
      let value = source.nextUniform()
      var trial = TrialRecord(number: number, state: .complete, values: values, value: value)
      if number % 7 == 3 {
        trial.state = .pruned
        trial.intermediateValues = [.init(step: number % 5, value: value)]
      } else if number % 11 == 5 {
        trial.state = .failed
        trial.value = nil
      } else if number == count - 1 {
        trial.state = .running
        trial.value = nil
      }
      trials.append(trial)
    }
    return trials
  }
}
