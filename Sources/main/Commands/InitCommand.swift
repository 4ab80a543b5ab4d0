import Basics
import Config
import Medical
import Reporting

/// `--mode init`: a ready project in the working directory.
struct InitCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let name = context.arguments["--template"] ?? ProjectTemplate.basic.rawValue
    guard let template = ProjectTemplate(rawValue: name) else {
      throw UsageError.badValue(
        option: "--template", value: name, expected: "basic or advanced")
    }
    let console = context.console
    let path = "config/config.ini"
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
