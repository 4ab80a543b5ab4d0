import Basics
import Config
import Layers
import Optimizers
import Training

/// `--mode prune --keep N`: old runs, or their checkpoints, go.
struct PruneCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    guard let text = context.arguments["--keep"] else {
      throw UsageError.missingOption("--keep N", mode: .prune)
    }
    guard let count = Int(text), count >= 1 else {
      throw UsageError.badValue(
        option: "--keep", value: text, expected: "how many of the newest runs stay, at least 1")
    }
    let isTrial = context.arguments.contains("--dry-run")
    let store = try ConfigurationSource(context: context).resolve().runStore
    let scope: RunStore.PruningScope =
      context.arguments.contains("--checkpoints") ? .checkpoints : .everything
    let needed = Set(try store.kept(count).flatMap(sources))
    for name in try store.needed(needed, keeping: count) {
      context.console.note(
        "\(name): \(scope == .everything ? "it stays" : "some weights stay"), a run that stays "
          + "began from its weights")
    }
    var total = 0
    for removal in try store.removals(keeping: count, scope: scope, needed: needed) {
      let name = removal.entry.record.name
      guard let lock = try? RunLock.take(removal.entry.folders) else {
        context.console.warn("\(name) is in use and stays")
        continue
      }
      defer { _ = lock }
      if !isTrial { try store.remove(removal) }
      total += removal.byteCount
      let what = isTrial ? "would be removed" : "removed"
      context.console.result(
        "\(name): \(removal.files.count) files \(what), \(NumberText.bytes(removal.byteCount))")
      context.console.event(
        "prune",
        [
          "run": .string(name), "files": JSONValue(removal.files), "removed": .bool(!isTrial),
          "bytes": .int(removal.byteCount),
        ])
    }
    context.console.note(total == 0 ? "nothing to remove" : "\(NumberText.bytes(total)) in all")
    return ExitStatus.done.rawValue
  }

  /// The files from which a run's weights and optimizer began, so that it could not be repeated without them.
  private func sources(of entry: RunStore.Entry) -> [String] {
    let path = entry.folders.resolvedConfiguration
    guard let text = try? FileSystem.readText(path),
      let configuration = try? Schema.roentgen.resolve([
        ConfigLayer(INIDocument(Array(text.utf8), name: path))
      ])
    else { return [] }
    let model = configuration.modelOptions
    let architecture = try? BackboneRegistry.standard.architecture(named: model.architecture)
    return [
      architecture.flatMap(model.weightsPath), configuration.optimizationOptions.stateSource,
    ].compactMap(\.self).map { FilePath.absolute($0) }
  }
}
