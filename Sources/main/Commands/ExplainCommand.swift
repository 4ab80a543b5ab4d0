import Basics
import Config
import Reporting
import Training

/// `--mode explain`: heat maps of what speaks for a model's answers.
struct ExplainCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let arguments = context.arguments
    guard let path = arguments["--model-path"] else {
      throw UsageError.missingOption("--model-path FILE", mode: .explain)
    }
    guard let input = arguments["--input"] else {
      throw UsageError.missingOption("--input PATH", mode: .explain)
    }
    let file = try ModelFile(contentsOf: path)
    let configuration = try ConfigurationSource(context: context).resolve(
      stored: file.card.configuration, name: path)
    let explainer = try Explainer(
      Predictor(
        file: file, configuration: configuration,
        backend: configuration.makeBackend(context, usesStoredThreads: false)),
      method: arguments["--method"], target: arguments["--target"])
    for notice in explainer.predictor.notices { context.console.warn(notice) }
    let inputs = try PredictionInput.images(at: input, data: explainer.predictor.data)
    let folder =
      arguments["--output-dir"] ?? FilePath.join(configuration.runStore.newest.logs, "explain")
    try FileSystem.createDirectory(folder)
    var bar = ProgressBar(terminal: context.console.terminal)
    bar.start(label: "explain", total: inputs.count)
    var used: Set<String> = []
    for (place, input) in inputs.enumerated() {
      let id = Self.unused(input.id, in: &used)
      for (ending, bytes) in try explainer.explain(input).files(id: id) {
        try AtomicFile.write(bytes, to: FilePath.join(folder, id + ending))
      }
      if context.console.verbosity != .quiet { bar.advance(to: place + 1, details: "") }
    }
    bar.clear()
    context.console.note(
      "written: \(folder) (\(inputs.count) image\(inputs.count == 1 ? "" : "s"), "
        + "\(explainer.method.title))")
    context.console.event(
      "explanations",
      [
        "count": .int(inputs.count), "output_dir": .string(folder),
        "method": .string(explainer.method.rawValue),
      ])
    return ExitStatus.done.rawValue
  }

  /// A name for an image's files that no other one of this run has, without slashes.
  private static func unused(_ id: String, in used: inout Set<String>) -> String {
    let plain = id.replacing("/", with: "_")
    var name = plain
    var number = 2
    while !used.insert(name).inserted {
      name = "\(plain)_\(number)"
      number += 1
    }
    return name
  }
}
