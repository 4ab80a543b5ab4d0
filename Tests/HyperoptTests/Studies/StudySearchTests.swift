import Hyperopt
import TestSupport
import Testing

@Suite("The search of a study")
struct StudySearchTests {
  private static let space = SearchSpace([
    SearchParameter("kind", .categorical([.string("a"), .string("b")])),
    SearchParameter("x", .float(low: 0, high: 1, step: nil, log: false)),
    SearchParameter(
      "n", .int(low: 1, high: 9, step: 1, log: false), if: SearchCondition("kind", isChoice: 1)),
  ])

  /// What a search that knows nothing yet would suggest.
  private func fresh(_ study: Study, _ sampler: any Sampler) -> [Double] {
    var search = StudySearch(space: Self.space, sampler: sampler)
    return search.suggestion(number: study.trials.count, in: study).map(\.internalValue)
  }

  @Test(
    "A search that is kept suggests what a new one would",
    arguments: [SamplerKind.tpe, .random, .sobol, .cmaes])
  func keptSearch(kind: SamplerKind) throws {
    let directory = TemporaryDirectory()
    let path = directory.file("s.journal")
    let study = try Study(
      try Journal(path, creating: true), name: "s", direction: .minimize)
    // Somebody else works on the study too.
    let other = try Study(try Journal(path), name: "s")
    let sampler = kind.makeSampler(seed: 3)
    var search = StudySearch(space: Self.space, sampler: sampler)
    for number in 0..<40 {
      let wanted = fresh(study, sampler)
      let trial = try #require(
        try study.begin { search.suggestion(number: $0, in: study) })
      #expect(trial.number == number)
      #expect(trial.parameters.map(\.internalValue) == wanted)
      try other.refresh()
      switch number % 5 {
      case 0: try other.finish(number, .failed, reason: "no luck")
      case 1: break
      case 2:
        try study.report(trial: trial, step: 1, value: 0.5)
        try study.finish(number, .pruned, value: 0.5)
      default: try other.finish(number, .complete, value: trial.parameters[1].internalValue)
      }
      if number % 10 == 9 { try other.finish(number - 8, .complete, value: 0.3) }
      try study.refresh()
    }
  }
}
