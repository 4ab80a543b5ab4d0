import Assembly
import Basics
import Config
import Layers
import Medical
import Reporting
import TensorCore
import Training

/// `--mode evaluate`: a saved model on a split.
struct EvaluateCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let console = context.console
    guard let path = context.arguments["--model-path"] else {
      throw UsageError.missingOption("--model-path FILE", mode: .evaluate)
    }
    let splits = try splits(context)
    let file = try ModelFile(contentsOf: path)
    let source = ConfigurationSource(context: context)
    let stored = file.card.configuration
    let configuration = try source.resolve(stored: stored, name: path)
    let isSameData = try configuration.hasData(
      of: Schema.roentgen.resolve([ConfigLayer(INIDocument(Array(stored.utf8), name: path))]))
    let experiment = try Experiment(
      configuration, context: context,
      splits: isSameData ? savedSplits(beside: path, configuration) : nil,
      weights: GivenWeights(card: file.card))
    guard experiment.task == file.card.task else {
      throw EvaluationError(path: path, expected: file.card.task, found: experiment.task)
    }
    let loaders = try splits.map { split in
      guard let loader = experiment.loader(of: split) else {
        throw DataError(.empty(reason: "the split \(split.rawValue) has no samples"))
      }
      return (split, loader)
    }
    let state = try file.state(
      for: experiment.model.layout, pool: experiment.backend.storagePool)
    let folder = context.arguments["--output-dir"] ?? configuration.runStore.newest.logs
    let analysis = try experiment.makeAnalysis()
    for (split, loader) in loaders {
      var bar = ProgressBar(terminal: console.terminal)
      bar.start(label: split.rawValue, total: loader.batchCount)
      let evaluation = try SplitEvaluation(
        evaluator: Evaluator(
          model: experiment.model, loss: experiment.makeLoss(), backend: experiment.backend),
        state: state, loader: loader, split: split, samples: experiment.dataset.samples,
        metrics: experiment.metrics, analysis: analysis,
        options: experiment.analysisOptions(calibration: file.calibration),
        progress: { step, _ in
          if console.verbosity != .quiet { bar.advance(to: step, details: "") }
          return true
        })
      bar.clear()
      guard let evaluation else { return ExitStatus.done.rawValue }
      try evaluation.write(to: folder)
      tell(evaluation, of: split, in: folder, console)
    }
    let owner = owner(of: path, configuration)
    RunReporter(console: console, experiment: experiment, state: state)
      .report(evaluations: folder, run: owner?.folders.logs, drawsCurves: false) { files in
        guard var owner, owner.record.status != .running,
          FilePath.absolute(owner.folders.logs) == FilePath.absolute(folder)
        else { return }
        try owner.record.own(files.map { "logs/\($0)" }, in: owner.folders)
      }
    return ExitStatus.done.rawValue
  }

  /// The splits of `--split`: one or several with commas between, each once.
  private func splits(_ context: CommandContext) throws -> [Split] {
    let text = context.arguments["--split"] ?? "test"
    var splits: [Split] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let split = Split(rawValue: name.filter { $0 != " " }) else {
        throw UsageError.badValue(
          option: "--split", value: text,
          expected: "train, val or test, or several of them: val,test")
      }
      if !splits.contains(split) { splits.append(split) }
    }
    return splits
  }

  private func tell(
    _ evaluation: SplitEvaluation, of split: Split, in folder: String, _ console: Console
  ) {
    let zones = evaluation.predictions.zones
    for entry in evaluation.values.entries
    where !entry.name.contains("_class_") && !zones.contains(where: entry.name.hasSuffix) {
      let value = entry.value.map { NumberText.fixed($0, decimals: 4) } ?? "undefined"
      console.report("\(split.rawValue)_\(entry.name) \(value)")
    }
    console.report("")
    for line in evaluation.report.lines { console.report(line) }
    console.event(
      "evaluation",
      [
        "split": .string(split.rawValue), "metrics": evaluation.json,
        "output_dir": .string(folder),
      ])
    let files = SplitEvaluation.fileNames(of: split).map { FilePath.join(folder, $0) }
    console.note("written: \(files.joined(separator: ", "))")
  }

  /// The splits of the run that the model belongs to, unless the user names others: a model is never scored on images
  /// that it was trained on by accident.
  private func savedSplits(beside model: String, _ configuration: Configuration) -> String? {
    guard configuration.settings.recipe.data.splitsFile == nil else { return nil }
    // A run folder may have been moved elsewhere as a whole.
    let moved = RunFolders(movedTo: FilePath.parent(FilePath.absolute(FilePath.parent(model))))
    return [owner(of: model, configuration)?.folders.splits, moved.splits]
      .compactMap(\.self).first(where: FileSystem.exists)
  }

  /// The run that a model belongs to, where it is known.
  private func owner(of model: String, _ configuration: Configuration) -> RunStore.Entry? {
    let folder = FilePath.absolute(FilePath.parent(model))
    let entries = (try? configuration.runStore.entries()) ?? []
    return entries.last { FilePath.absolute($0.folders.models) == folder }
      ?? (try? RunStore.entry(movedTo: FilePath.parent(folder)))
  }
}

/// A model of one task and data of another.
struct EvaluationError: Error, CustomStringConvertible {
  let path: String
  let expected: PredictionTask
  let found: PredictionTask

  var description: String {
    "\(path) predicts \(text(expected)), but the data ask for \(text(found))"
  }

  private func text(_ task: PredictionTask) -> String {
    "\(task.headName) of \(task.classes.count) classes (\(task.classes.joined(separator: ", ")))"
  }
}
