import Basics
import Config
import Layers
import Optimizers
import Reporting
import TensorCore
import Training

/// Leads a run from its first step to its summary, and keeps `run.json` true whatever happens.
struct RunConductor {
  let console: Console
  let experiment: Experiment
  let saver: RunSaver
  let state: ModelState
  let environment: [String: String]
  /// Whether the best weights are scored on the test split at the end.
  let evaluatesTest: Bool

  /// Where a sitting begins.
  enum Beginning {
    /// At the run's first step; with the optimizer's state of a checkpoint, if one is named.
    case new(optimizerState: String?)
    /// Where a checkpoint of the run was saved.
    case checkpoint(String)
  }

  /// Trains, evaluates the best weights on the test split, and tells where everything is.
  func conduct(_ beginning: Beginning) throws -> Int32 {
    let log = try LogReporter(
      path: saver.folders.log, now: { WallClock.localText(WallClock.now()) })
    log.log("run \(saver.record.name): \(experiment.description)")
    do {
      return try train(beginning, log)
    } catch {
      let text = Self.text(of: error)
      log.log("failed: \(text)")
      // The first error is the one that matters; this one may fail for the same reason.
      try? saver.update { record in
        record.status = .failed
        record.stopReason = text
      }
      throw error
    }
  }

  /// What is kept of an error: the terminal alone names an image, whose name may be that of a patient.
  private static func text(of error: any Error) -> String {
    switch error {
    case let error as DataError: "\(error.anonymous)"
    case let error as TrainingError: "\(error.anonymous)"
    default: "\(error)"
    }
  }

  private func train(_ beginning: Beginning, _ log: LogReporter) throws -> Int32 {
    StopSignals.install()
    guard let training = experiment.loader(of: .train) else {
      throw DataError(.empty(reason: "there is no sample to train on"))
    }
    let options = experiment.training
    let optimization = experiment.optimization
    var trainer = try Trainer(
      setup: TrainingSetup(
        model: experiment.model, state: state, backend: experiment.backend,
        loss: experiment.makeLoss(), task: experiment.task, training: training,
        validation: experiment.loader(of: .val),
        optimizer: optimization.makeOptimizer(for: experiment.model),
        schedule: optimization.makeSchedule(
          epochs: options.epochs,
          stepsPerEpoch: options.updatesPerEpoch(batches: training.batchCount)),
        metricRegistry: .roentgen),
      options: options, saver: saver,
      callbacks: try RunCallbacks(
        console: console, experiment: experiment, environment: environment,
        isTrial: !evaluatesTest
      ).make(for: saver, log: log),
      stopSignal: { StopSignals.received })
    do {
      return try train(&trainer, beginning, log)
    } catch {
      trainer.endSession(.failed(reason: Self.text(of: error)))
      throw error
    }
  }

  private func train(
    _ trainer: inout Trainer, _ beginning: Beginning, _ log: LogReporter
  ) throws -> Int32 {
    switch beginning {
    case .checkpoint(let path):
      try trainer.resume(from: path)
    case .new(let optimizerState):
      if let optimizerState { try trainer.takeOptimizerState(from: optimizerState) }
      if let seconds = experiment.estimatedTrainingSeconds() {
        console.note(
          "at most \(trainer.options.epochs) epochs, about \(NumberText.duration(seconds)) or a "
            + "little more")
      }
    }
    console.event(
      "run_start", ["name": .string(saver.record.name), "models": .string(saver.folders.models)])
    let reason = try trainer.train()
    try trainer.finishSaving()
    log.log("training ended: \(reason.text)")
    if case .interrupted(let signal) = reason {
      return try endInterrupted(by: signal, &trainer)
    }
    console.note("training ended: \(reason.text)")
    var scored: ModelState?
    guard try evaluate(trainer, log, scored: &scored) else {
      return try endInterrupted(by: StopSignals.received ?? 0, &trainer)
    }
    try saver.update { record in
      record.status = .completed
      record.stopReason = reason.text
    }
    trainer.endSession(.ended(reason, test: evaluatesTest ? saver.record.test : nil))
    if let count = experiment.configuration.triedBatches {
      console.report(
        "fast_dev_run: training, validation, checkpoints and evaluation work on "
          + "\(count) \(count == 1 ? "batch" : "batches") of each split; nothing is kept")
    } else {
      if evaluatesTest {
        let logs = saver.folders.logs
        RunReporter(console: console, experiment: experiment, state: scored)
          .report(evaluations: logs, run: logs, drawsCurves: false) { files in
            try saver.own(files.map { "logs/\($0)" })
          }
      }
      summarize(trainer, reason)
    }
    return ExitStatus.done.rawValue
  }

  /// Scores the best weights on the test split; false when a signal ended it.
  ///
  /// - Parameter scored: Gets the weights.
  private func evaluate(
    _ trainer: Trainer, _ log: LogReporter, scored: inout ModelState?
  ) throws -> Bool {
    guard evaluatesTest else { return true }
    guard let loader = experiment.loader(of: .test) else {
      console.note("there is no test split: nothing is evaluated at the end")
      return true
    }
    var state = trainer.scoredState
    var source = saver.folders.lastModel
    if experiment.training.restoresBestWeights,
      FileSystem.exists(saver.folders.bestModel)
    {
      source = saver.folders.bestModel
      state = try ModelFile(contentsOf: source)
        .state(for: experiment.model.layout, pool: experiment.backend.storagePool)
    }
    let evaluator = Evaluator(
      model: experiment.model, loss: experiment.makeLoss(), backend: experiment.backend)
    guard let calibration = try calibrate(state, from: source, with: evaluator) else {
      return false
    }
    var bar = ProgressBar(terminal: console.terminal)
    bar.start(label: "test", total: loader.batchCount)
    let evaluation = try SplitEvaluation(
      evaluator: evaluator, state: state, loader: loader, split: .test,
      samples: experiment.dataset.samples, metrics: experiment.metrics,
      analysis: experiment.makeAnalysis(),
      options: experiment.analysisOptions(calibration: calibration),
      progress: { step, _ in
        if console.verbosity != .quiet { bar.advance(to: step, details: "") }
        return StopSignals.received == nil
      })
    bar.clear()
    guard let evaluation else { return false }
    try evaluation.write(to: saver.folders.logs)
    try saver.update { $0.test = evaluation.values }
    scored = state
    log.log("test: \(evaluation.values.json.text())")
    for line in evaluation.report.lines where !line.isEmpty { log.log(line) }
    return true
  }

  /// Fits a temperature to the weights' answers on validation, and stores it with them.
  ///
  /// - Returns: The temperature, nil where none is wanted or can be fitted; nil altogether when a signal ended it.
  private func calibrate(
    _ state: ModelState, from file: String, with evaluator: Evaluator
  ) throws -> TemperatureScaling?? {
    guard experiment.calibrates, let loader = experiment.loader(of: .val) else {
      return .some(nil)
    }
    let found = try evaluator.calibration(
      of: state, on: loader, split: .val, samples: experiment.dataset.samples,
      task: experiment.task, progress: { _, _ in StopSignals.received == nil })
    if let found, FileSystem.exists(file) { try ModelFile.store(found, in: file) }
    return found
  }

  private func endInterrupted(by signal: Int32, _ trainer: inout Trainer) throws -> Int32 {
    try saver.update { record in
      record.status = .interrupted
      record.stopReason = StopReason.interrupted(signal: signal).text
    }
    trainer.endSession(.ended(.interrupted(signal: signal), test: nil))
    console.note(
      "interrupted after \(trainer.epochsTrained) epochs and saved; continue with:\n"
        + "  main --mode train --resume \(saver.record.name)")
    console.event("interrupted", ["name": .string(saver.record.name)])
    return 128 + signal
  }

  private func summarize(_ trainer: Trainer, _ reason: StopReason) {
    let record = saver.record
    let summary = RunSummary(
      record: record, folders: saver.folders, history: trainer.history,
      primaryMetric: String(trainer.bestMetricName.split(separator: "_", maxSplits: 1)[1]))
    console.report(summary.text)
    console.event("run_end", record.json.object ?? [:])
  }
}
