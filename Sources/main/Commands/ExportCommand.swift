import Assembly
import Basics
import Config
import Export
import Training

/// `--mode export`: a saved model in a format of others.
struct ExportCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let arguments = context.arguments
    guard let path = arguments["--model-path"] else {
      throw UsageError.missingOption("--model-path FILE", mode: .export)
    }
    guard let output = arguments["--output"] else {
      throw UsageError.missingOption("--output FILE", mode: .export)
    }
    let format = try ExportFormat(name: arguments["--format"], output: output)
    guard FilePath.absolute(path) != FilePath.absolute(output) else {
      throw UsageError.badValue(
        option: "--output", value: output, expected: "another file than --model-path")
    }
    let file = try ModelFile(contentsOf: path)
    switch format {
    case .pth: try file.writeModel(to: output)
    case .safetensors: try file.writeSafetensors(to: output)
    case .onnx: try AtomicFile.write(onnx(of: file, context), to: output)
    }
    let size = try FileSystem.fileSize(output)
    context.console.note(
      "written: \(output) (\(file.card.architecture), \(NumberText.bytes(size)))")
    context.console.event(
      "exported",
      [
        "output": .string(output), "format": .string(format.rawValue), "bytes": .int(size),
      ])
    return ExitStatus.done.rawValue
  }

  private func onnx(of file: ModelFile, _ context: CommandContext) throws -> [UInt8] {
    let configuration = try ConfigurationSource(context: context).resolve(
      stored: file.card.configuration, name: file.path)
    guard configuration.settings.recipe.data.masksDirectory == nil else {
      throw UsageError.badValue(
        option: "--format", value: ExportFormat.onnx.rawValue,
        expected:
          "a model without lung masks, which a graph of images alone cannot look at (Data.masks_dir); "
          + "--set Data.masks_dir= exports it with whole zones")
    }
    let predictor = try Predictor(
      file: file, configuration: configuration,
      backend: configuration.makeBackend(context, usesStoredThreads: false))
    return try ONNXModel(
      predictor.model, state: predictor.state, producerVersion: Entry.version,
      metadata: file.facts, backend: predictor.backend
    ).bytes
  }
}

/// What a model can be exported as.
enum ExportFormat: String, CaseIterable {
  case pth
  case safetensors
  case onnx

  /// The named format, or the one that a file's ending says.
  init(name: String?, output: String) throws {
    let word = name ?? FilePath.fileExtension(output)
    guard let format = ExportFormat(rawValue: word.lowercased()) else {
      let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw name.map {
        UsageError.badValue(option: "--format", value: $0, expected: names)
      } ?? UsageError.missingOption("--format FORMAT (\(names))", mode: .export)
    }
    self = format
  }
}
