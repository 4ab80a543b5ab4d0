import Basics
import Config
import Glibc
import Reporting
import Training

/// Who takes part in a run, from its configuration.
struct RunCallbacks {
  let console: Console
  let experiment: Experiment
  let environment: [String: String]
  /// Whether the run is one of a search, whose pictures nobody looks at.
  let isTrial: Bool

  /// The callbacks in order: what adds numbers or decides comes before what shows them.
  func make(for saver: RunSaver, log: LogReporter) throws -> [any Callback] {
    let configuration = experiment.configuration
    let logging = configuration.settings.logging
    var callbacks: [any Callback] = []
    for plugin in try configuration.plugins() {
      let errors = "logs/plugin_\(plugin.name.fileNameSafe).log"
      try saver.own([errors])
      callbacks.append(
        PluginCallback(
          plugin, environment: environment, errors: saver.folders.path(of: errors) ?? "/dev/null"))
    }
    let notify = try configuration.notifyOptions()
    if notify.isUsed { callbacks.append(Notifier(notify, environment: environment)) }
    if logging.weightNorm { callbacks.append(WeightNormLogger()) }
    if logging.eventLog {
      try saver.own(["logs/\(EventLog.fileName)"])
      callbacks.append(
        try EventLog(path: FilePath.join(saver.folders.logs, EventLog.fileName)))
    }
    callbacks += try makeViews(for: saver)
    let report = configuration.reportOptions
    if report.isWritten, !isTrial {
      try saver.own(["logs/\(TrainingCurves.fileName)"])
      let metrics = experiment.training.metrics
      let primary = metrics.primary ?? experiment.task.defaultPrimaryMetric
      callbacks.append(
        CurvePlotter(
          interval: report.plotInterval, metric: primary,
          direction: metrics.direction ?? experiment.metrics.direction(of: primary)))
    }
    callbacks.append(log)
    if console.isJSON {
      // A search follows its trials epoch by epoch.
      let reportsSteps = environment[TrialProcess.parentVariable] == nil
      callbacks.append(console.makeJSONReporter(reportsSteps: reportsSteps))
    }
    if console.isJSON || console.verbosity == .quiet {
      callbacks.append(WarningReporter(terminal: console.terminal))
    } else {
      let primary = experiment.training.metrics.primary ?? experiment.task.defaultPrimaryMetric
      callbacks.append(
        TerminalReporter(
          terminal: console.terminal, primaryMetric: primary,
          otherMetrics: experiment.metrics.progressNames))
    }
    return callbacks
  }

  /// What other programs show: TensorBoard, W&B.
  private func makeViews(for saver: RunSaver) throws -> [any Callback] {
    let configuration = experiment.configuration
    let logging = configuration.settings.logging
    var callbacks: [any Callback] = []
    if logging.tensorBoard {
      let name = EventFile.nextName(
        in: saver.folders.logs, seconds: WallClock.now(), process: Int(getpid()))
      try saver.own(["logs/\(name)"])
      var options = TensorBoardReporter.Options()
      options.stepInterval = experiment.training.loggedStepInterval
      options.histogramInterval = logging.histogramInterval
      options.settings = configuration.shownSettings
      options.hyperparameters = configuration.hyperparameters
      let split = experiment.splits.val.isEmpty ? "train_" : "val_"
      let primary = experiment.training.metrics.primary ?? experiment.task.defaultPrimaryMetric
      options.comparedMetrics = ["\(split)\(primary)", "\(split)loss", "test_\(primary)"]
      let count = logging.imageCount
      callbacks.append(
        try TensorBoardReporter(
          path: FilePath.join(saver.folders.logs, name), options: options, now: WallClock.now,
          pictures: { try experiment.augmentedPictures(count: count) }))
    }
    if let options = configuration.wandbOptions, configuration.triedBatches == nil {
      callbacks.append(
        WandBReporter(
          options, settings: configuration.shownSettings,
          stepInterval: experiment.training.loggedStepInterval, now: WallClock.now))
    }
    return callbacks
  }
}

extension String {
  /// The text with nothing in it that a file's name should not have.
  fileprivate var fileNameSafe: String {
    String(map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "_" })
  }
}
