import Basics
import Config
import Hyperopt

/// `--mode sweep`: a sweep on which agents work.
struct SweepCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let document = try context.arguments["--sweep-config"].map(SweepDocument.init(contentsOf:))
    let overlay = document.map { ConfigLayer($0.assignments) }
    let source = ConfigurationSource(context: context)
    // A sweep of W&B's says all that is searched.
    let configuration = try source.resolve(
      overlay: overlay, replacing: document == nil ? nil : "Search")
    // The id is one word, whatever the name.
    let name = (context.arguments["--sweep-name"] ?? document?.name ?? "csi_sweep")
      .replacing(" ", with: "_")
    var generator = SystemRandomNumberGenerator()
    let suffix = (0..<6).map { _ in
      Array("abcdefghijkmnpqrstuvwxyz23456789").randomElement(using: &generator) ?? "x"
    }
    let id = "\(name)-\(String(suffix))"
    let folder = try StudyFolder(named: id, option: "--sweep-name", configuration)
    // Everything that is wrong is said now, and not by each agent.
    let setup = try SweepSetup.make(configuration, id: id, folder: folder, context)
    _ = try Study(
      try Journal(folder.journal, creating: true), name: id, direction: setup.goal.direction)
    try AtomicFile.write(
      configuration.text(heading: ["The sweep \(id)."]), to: folder.sweep)
    let console = context.console
    console.note("written: \(folder.path)")
    console.note("work on it, from any number of processes:")
    console.note("  main --mode sweep-agent --sweep-id \(id)")
    console.result("sweep \(id)")
    console.event("sweep", ["id": .string(id), "path": .string(folder.path)])
    return ExitStatus.done.rawValue
  }
}
