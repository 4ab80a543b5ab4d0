import Basics
import Config
import Hyperopt
import Reporting
import Training

/// `--mode report`: the plots and the page of a run, or of a study, from its files.
struct ReportCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    if context.arguments["--study-name"] != nil { return try reportStudy(context) }
    let words = context.arguments.words
    if words.count > 1 { throw UsageError.unexpectedWord(words[1]) }
    let entry = try entry(words.first, context)
    let path = entry.folders.resolvedConfiguration
    let configuration = try ConfigurationSource(context: context).resolve(
      stored: FileSystem.readText(path), name: path)
    var record = entry.record
    let isBest =
      configuration.trainingOptions.restoresBestWeights
      && FileSystem.exists(entry.folders.bestModel)
    let reporter = RunReporter(
      console: context.console, configuration: configuration,
      backend: try configuration.makeBackend(context, usesStoredThreads: false),
      splits: entry.folders.splits,
      model: isBest ? entry.folders.bestModel : entry.folders.lastModel)
    try reporter.write(evaluations: entry.folders.logs, run: entry.folders.logs) { files in
      try record.own(files.map { "logs/\($0)" }, in: entry.folders)
    }
    let page = FilePath.join(entry.folders.logs, RunReport.pageName)
    context.console.report("report of \(record.name): \(page)")
    context.console.event("report", ["name": .string(record.name), "page": .string(page)])
    return ExitStatus.done.rawValue
  }

  /// The run of a name or in a folder; without either the newest one.
  private func entry(_ name: String?, _ context: CommandContext) throws -> RunStore.Entry {
    if let name, FileSystem.isDirectory(name), let entry = try RunStore.entry(movedTo: name) {
      return entry
    }
    let store = try ConfigurationSource(context: context).resolve().runStore
    if let entry = try store.entry(named: name) { return entry }
    throw RunError.noSuchRun(name: name, known: try store.entries().map(\.record.name))
  }

  private func reportStudy(_ context: CommandContext) throws -> Int32 {
    let configuration = try ConfigurationSource(context: context).resolve()
    let name = configuration.studyOptions.name
    let folder = try StudyFolder(named: name, option: "--study-name", configuration)
    let study = try Study(Journal(folder.journal, creating: false), name: name)
    let page = try StudyReport(study).write(to: folder)
    context.console.report("report of the study \(name): \(page)")
    context.console.event("report", ["study": .string(name), "page": .string(page)])
    return ExitStatus.done.rawValue
  }
}

extension RunRecord {
  /// Adds files to those that are the run's own, in `run.json` too.
  mutating func own(_ files: [String], in folders: RunFolders) throws {
    let new = files.filter { !self.files.contains($0) }
    guard !new.isEmpty else { return }
    self.files += new
    try AtomicFile.write(json.text(pretty: true), to: folders.record)
  }
}
