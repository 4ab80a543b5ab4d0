import Basics
import Config
import Layers
import Training

/// `--mode train`: a new run, a continued one, or a fork of one.
struct TrainCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    if context.arguments.contains("--resume") {
      return try resume(context)
    }
    let configuration = try ConfigurationSource(context: context).resolve()
    let store = configuration.runStore
    if context.arguments.contains("--fork-optimizer"), !context.arguments.contains("--fork") {
      throw UsageError.missingOption("--fork NAME to go with --fork-optimizer", mode: .train)
    }
    var fork: RunStore.Entry?
    if let name = context.arguments["--fork"] {
      fork = try entry(named: name, in: store)
    }
    return try TrainingSession(context: context, configuration: configuration)
      .start(in: store, forkedFrom: fork)
  }

  /// Continues the newest run, the run of a name, or the run that a checkpoint belongs to.
  private func resume(_ context: CommandContext) throws -> Int32 {
    let asked = try ConfigurationSource(context: context).resolve()
    guard asked.triedBatches == nil else { throw RunError.triedResume }
    let store = asked.runStore
    let wanted = context.arguments["--resume"]
    let isFile = wanted.map { FileSystem.isFile($0) } ?? false
    let entry =
      if let wanted, isFile {
        try entry(owning: wanted, in: store)
      } else {
        try entry(named: wanted, in: store)
      }
    let stored = try FileSystem.readText(entry.folders.resolvedConfiguration)
    let settings = try ConfigurationSource(context: context).resolve(
      resuming: entry.record.name, stored: stored, name: entry.folders.resolvedConfiguration)
    for change in settings.changes { context.console.note("goes on with \(change.text)") }
    return try TrainingSession(context: context, configuration: settings.configuration)
      .resume(entry, from: isFile ? wanted : nil)
  }

  private func entry(named name: String?, in store: RunStore) throws -> RunStore.Entry {
    if let entry = try store.entry(named: name) { return entry }
    let known = try store.entries().map(\.record.name)
    throw RunError.noSuchRun(name: name, known: known)
  }

  private func entry(owning file: String, in store: RunStore) throws -> RunStore.Entry {
    let folder = FilePath.absolute(FilePath.parent(file))
    let known = try store.entries().last { FilePath.absolute($0.folders.models) == folder }
    let entry = try known ?? RunStore.entry(movedTo: FilePath.parent(folder))
    guard let entry else { throw RunError.noRunOwns(file: file) }
    return entry
  }
}

/// A run that cannot be found.
enum RunError: Error, CustomStringConvertible {
  case noSuchRun(name: String?, known: [String])
  case noRunOwns(file: String)
  case busy(lock: String)
  case triedResume
  case settingsChanged(run: String, [ResumeSettings.Change])
  case otherData(run: String)

  var description: String {
    switch self {
    case .noSuchRun(let name?, let known):
      known.isEmpty
        ? "there is no run \(name); there are no runs yet"
        : "there is no run \(name); there are: \(known.joined(separator: ", "))"
    case .noSuchRun(nil, _):
      "there is no run to continue yet; start one with --mode train"
    case .noRunOwns(let file):
      "\(file) lies in no run's folder; give the run's name, or its weights as Model.pretrained"
    case .triedResume:
      "fast_dev_run tries a new run; it does not go with --resume"
    case .settingsChanged(let run, let changes):
      "run \(run) cannot go on with other settings: \(changes.map(\.text).joined(separator: ", ")); "
        + "leave them out, or begin a new run from its weights: --fork \(run)"
    case .otherData(let run):
      "run \(run) cannot go on with other data than it began with: ids, labels or sizes of images "
        + "have changed; put them back, or begin a new run from its weights: --fork \(run)"
    case .busy(let lock):
      "another training is writing here (it holds \(lock)); give this one its own Output folders"
    }
  }
}
