import Basics
import Config
import Medical
import Reporting

/// `--mode init`: a ready project in the working directory, or the configuration of another program as one of ours.
struct InitCommand: Command {
  private static let path = "config/config.ini"

  func run(_ context: CommandContext) throws -> Int32 {
    if context.arguments.contains("--from") { return try convert(context) }
    let name = context.arguments["--template"] ?? ProjectTemplate.basic.rawValue
    guard let template = ProjectTemplate(rawValue: name) else {
      throw UsageError.badValue(
        option: "--template", value: name, expected: "basic or advanced")
    }
    let console = context.console
    let path = Self.path
    if FileSystem.exists(path) {
      console.note("\(path) exists and stays as it is")
    } else {
      try FileSystem.createDirectory("config")
      try AtomicFile.write(template.configuration, to: path)
      console.note("written: \(path)")
    }
    try writePhantoms(console)
    console.report(
      """
      Ready. Next:
        main --mode check
        main --mode train
      """)
    console.event("init", ["template": .string(name), "config": .string(path)])
    return ExitStatus.done.rawValue
  }

  /// Writes what another program's configuration says as one of ours, and lists what has no place there.
  private func convert(_ context: CommandContext) throws -> Int32 {
    let console = context.console
    let usual = [context.environment["BZ_CONFIG"], "bz_config.json"].compactMap(\.self)
      .first(where: FileSystem.exists)
    guard let source = context.arguments["--from"] ?? usual else { throw ImportError.nothingGiven }
    guard !FileSystem.exists(Self.path) else { throw ImportError.exists(path: Self.path) }
    let isJSON = source.lowercased().hasSuffix(".json")
    let settings =
      isJSON
      ? try BzConfiguration.settings(of: source)
      : try CSIPredictorConfiguration.settings(of: source)
    // Together they must make sense, too.
    _ = try Schema.roentgen.resolve([settings.layer])
    let missing = isJSON ? ["Data: train.py made them there; say under [Data] where they are"] : []
    try FileSystem.createDirectory(FilePath.parent(Self.path))
    try AtomicFile.write(settings.text(missing: missing), to: Self.path)
    console.note("written: \(Self.path), \(settings.assignments.count) settings of \(source)")
    for remark in settings.remarks + missing { console.report(remark) }
    console.event(
      "init",
      [
        "config": .string(Self.path), "from": .string(source),
        "not_carried_over": JSONValue(settings.leftOver.map(\.name)),
      ])
    return ExitStatus.done.rawValue
  }

  private func writePhantoms(_ console: Console) throws {
    let folder = ProjectTemplate.phantomFolder
    var bar = ProgressBar(terminal: console.terminal)
    bar.start(label: "phantoms", total: ProjectTemplate.phantoms.count)
    let outcome = try PhantomDataSet.write(to: folder, options: ProjectTemplate.phantoms) { done in
      if console.verbosity != .quiet { bar.advance(to: done, details: "") }
    }
    bar.clear()
    switch outcome {
    case .written:
      console.note(
        "written: \(folder) (\(ProjectTemplate.phantoms.count) images with six grades each)")
    case .reused:
      console.note("\(folder) exists and stays as it is")
    }
  }
}
