import Assembly
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
    guard let input = arguments["--input"] else {
      throw UsageError.missingOption("--input PATH", mode: .predict)
    }
    let output = try arguments["--output"].map(PredictionOutput.init(path:))
    let predictor = try predictor(context)
    for notice in predictor.notices { context.console.warn(notice) }
    let inputs = try PredictionInput.images(at: input, data: predictor.data)
    var bar = ProgressBar(terminal: context.console.terminal)
    bar.start(label: "predict", total: inputs.count)
    var results: [PredictionResult] = []
    var done = 0
    for batch in inputs.chunks(of: predictor.batchSize) {
      results += try predictor.predict(batch) { error in
        bar.clear()
        context.console.warn("\(error); the image is left out")
      }
      done += batch.count
      if context.console.verbosity != .quiet { bar.advance(to: done, details: "") }
    }
    bar.clear()
    guard !results.isEmpty else {
      throw DataError(.empty(reason: "no image can be read"), file: input)
    }
    if case .zones = predictor.task { context.console.note(RunReport.notice) }
    if let temperature = predictor.calibration?.temperature {
      context.console.note(
        "probabilities are calibrated with temperature "
          + "\(NumberText.significant(temperature, digits: 3)); "
          + "--set Metrics.calibration=none leaves the model's own")
    }
    let document = PredictionDocument(
      task: predictor.task, results: results, showsLogits: arguments.contains("--logits"))
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

  /// The model named by `--model-path`, or the configuration's `Model.pretrained`, whoever wrote that.
  private func predictor(_ context: CommandContext) throws -> Predictor {
    let source = ConfigurationSource(context: context)
    if let path = context.arguments["--model-path"] {
      return try predictor(of: ModelFile(contentsOf: path), source, context)
    }
    let configuration = try source.resolve()
    guard let path = try configuration.pretrainedPath() else {
      throw UsageError.missingOption("--model-path FILE", mode: .predict)
    }
    if let file = try? ModelFile(contentsOf: path) {
      return try predictor(of: file, source, context)
    }
    if configuration.settings.recipe.data.dataset.isEmpty {
      context.console.note("no data set is named: classes are numbered as in \(path)")
    }
    let backend = try configuration.makeBackend(context, usesStoredThreads: false)
    return try Predictor(
      ForeignModel(path: path, configuration: configuration, pool: backend.storagePool),
      configuration: configuration, backend: backend)
  }

  private func predictor(
    of file: ModelFile, _ source: ConfigurationSource, _ context: CommandContext
  ) throws -> Predictor {
    let configuration = try source.resolve(stored: file.card.configuration, name: file.path)
    return try Predictor(
      file: file, configuration: configuration,
      backend: configuration.makeBackend(context, usesStoredThreads: false))
  }
}

extension Array {
  /// The elements in order, `size` at a time.
  fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
