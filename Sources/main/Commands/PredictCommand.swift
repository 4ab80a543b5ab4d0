import Basics
import Config
import Imaging
import Layers
import Reporting
import TensorCore
import Training

/// `--mode predict`: answers for images without truth.
struct PredictCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let arguments = context.arguments
    let path = try model(context)
    guard let input = arguments["--input"] else {
      throw UsageError.missingOption("--input PATH", mode: .predict)
    }
    let output = try arguments["--output"].map(PredictionOutput.init(path:))
    let file = try ModelFile(contentsOf: path)
    let configuration = try ConfigurationSource(context: context).resolve(
      stored: file.card.configuration, name: path)
    let predictor = try Predictor(
      file: file, configuration: configuration,
      backend: configuration.makeBackend(context, usesStoredThreads: false))
    let inputs = try PredictionInput.images(at: input)
    var bar = ProgressBar(terminal: context.console.terminal)
    bar.start(label: "predict", total: inputs.count)
    var results: [PredictionResult] = []
    for batch in inputs.chunks(of: predictor.batchSize) {
      results += try predictor.predict(batch)
      if context.console.verbosity != .quiet { bar.advance(to: results.count, details: "") }
    }
    bar.clear()
    if let temperature = predictor.calibration?.temperature {
      context.console.note(
        "probabilities are calibrated with temperature "
          + "\(NumberText.significant(temperature, digits: 3)); "
          + "--set Metrics.calibration=none leaves the model's own")
    }
    let document = PredictionDocument(
      task: file.card.task, results: results, showsLogits: arguments.contains("--logits"))
    if let output {
      try output.write(document)
      context.console.note("written: \(output.path) (\(results.count) images)")
    } else {
      context.console.result(String(document.json.text(pretty: true).dropLast()))
    }
    context.console.event(
      "predictions",
      ["count": .int(results.count), "output": output.map { .string($0.path) } ?? document.json])
    return ExitStatus.done.rawValue
  }

  /// The model's file: the one named, or the configuration's `Model.pretrained`.
  private func model(_ context: CommandContext) throws -> String {
    if let path = context.arguments["--model-path"] { return path }
    let configuration = try ConfigurationSource(context: context).resolve()
    guard let path = try configuration.pretrainedPath() else {
      throw UsageError.missingOption("--model-path FILE", mode: .predict)
    }
    return path
  }
}

extension Array {
  /// The elements in order, `size` at a time.
  fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
