import Basics
import Config
import Hyperopt

/// `--mode sweep-agent`: one of the processes that work on a sweep.
struct SweepAgentCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    guard let id = context.arguments["--sweep-id"] else {
      throw UsageError.missingOption("--sweep-id ID", mode: .sweepAgent)
    }
    let source = ConfigurationSource(context: context)
    let folder = try StudyFolder(named: id, option: "--sweep-id", source.resolve())
    guard FileSystem.exists(folder.sweep) else {
      let names = (try? FileSystem.list(folder.parent)) ?? []
      throw SearchError.noSuchSweep(
        id: id,
        known: names.filter {
          FileSystem.exists(FilePath.join(folder.parent, $0, FilePath.basename(folder.sweep)))
        })
    }
    let configuration = try source.resolve(
      stored: FileSystem.readText(folder.sweep), name: folder.sweep)
    let setup = try SweepSetup.make(configuration, id: id, folder: folder, context)
    let study = try Study(try Journal(folder.journal), name: id)
    let worker = StudyWorker(
      setup, study: study,
      limits: StudyWorker.Limits(
        total: SweepSetup.total(configuration.sweepOptions, setup), own: try count(context)),
      context: context)
    let ending = try worker.work()
    return SearchSetup.conclude(ending, study: study, folder: folder, console: context.console)
  }

  private func count(_ context: CommandContext) throws -> Int? {
    guard let text = context.arguments["--count"] else { return nil }
    guard let count = Int(text), count > 0 else {
      throw UsageError.badValue(
        option: "--count", value: text, expected: "a whole number above 0")
    }
    return count
  }
}
