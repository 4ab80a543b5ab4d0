import Basics
import Config
import Hyperopt

/// `--mode ask`: the parameters of the next trial, for any program.
struct AskCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let arguments = context.arguments
    guard let path = arguments["--study"] else {
      throw UsageError.missingOption("--study FILE", mode: .ask)
    }
    guard let spacePath = arguments["--space"] else {
      throw UsageError.missingOption("--space SPACE.ini", mode: .ask)
    }
    let configuration = try FreeSpace.resolve(spacePath, seed: arguments["--seed"])
    let plan = try SearchPlan(freeLines: configuration.lines(in: "Search"))
    let options = configuration.studyOptions
    let journal = try Journal(path, creating: true)
    let study = try Study(
      journal,
      name: arguments["--study-name"]
        ?? (journal.studyNames.count == 1 && !configuration.isGiven(\StudyOptions.name)
          ? nil : options.name),
      direction: options.direction ?? .minimize)
    try study.checkAgreement(with: plan.space)
    var search = StudySearch(space: plan.space, sampler: options.sampler.makeSampler(options))
    // Without a word from the user it goes on for as long as somebody asks.
    let limit = configuration.isGiven(\StudyOptions.trialCount) ? options.trialCount : nil
    let trial = try study.begin(limit: limit) { search.suggestion(number: $0, in: study) }
    guard let trial else {
      context.console.note("study \(study.name): all \(options.trialCount) trials are begun")
      return ExitStatus.failed.rawValue
    }
    var parameters = JSONObject()
    for parameter in trial.parameters {
      parameters[parameter.name] = parameter.distribution.json(of: parameter.value)
    }
    let answer: JSONObject = ["trial": .int(trial.number), "params": .object(parameters)]
    context.console.result(JSONValue.object(answer).text())
    context.console.event("ask", answer)
    return ExitStatus.done.rawValue
  }
}

/// A file with the keys of `[Hyperopt]` and a `[Search]` whose keys may have any name.
enum FreeSpace {
  private static let schema = Schema(
    sections: [
      DeclaredSection("Hyperopt", summary: "how to search"),
      DeclaredSection("Search", summary: "what is searched", openLines: []),
    ], keys: KeySet(StudyOptions.keys).declarations(in: StudyOptions()))

  /// Reads the file; `seed` is an option's text.
  static func resolve(_ path: String, seed: String?) throws -> Configuration {
    let overrides = seed.map {
      Assignment(section: "Hyperopt", key: "seed", value: $0, origin: .option("--seed"))
    }
    return try schema.resolve([
      ConfigLayer(file: path), ConfigLayer([overrides].compactMap(\.self)),
    ])
  }
}
