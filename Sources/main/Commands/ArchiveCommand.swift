import Basics
import Training

/// `--mode archive RUN`: a run in one zip file.
struct ArchiveCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let name = try context.arguments.onlyWord(for: .archive, called: "a run's name, exp3 say")
    let store = try ConfigurationSource(context: context).resolve().runStore
    guard let entry = try store.entry(named: name) else {
      throw RunError.noSuchRun(name: name, known: try store.entries().map(\.record.name))
    }
    let lock = try RunLock.take(entry.folders)
    defer { _ = lock }
    let output = context.arguments["--output"] ?? FilePath.join(store.archive, "\(name).zip")
    try FileSystem.createDirectory(FilePath.parent(output))
    let contents = try RunArchive.write(
      entry, to: output, includesCheckpoints: context.arguments.contains("--include-checkpoints"))
    context.console.result(output)
    context.console.note(
      "\(contents.names.count) files, \(NumberText.bytes(contents.byteCount))")
    context.console.event(
      "archive",
      [
        "path": .string(output), "files": JSONValue(contents.names),
        "bytes": .int(contents.byteCount),
      ]
    )
    return ExitStatus.done.rawValue
  }
}
