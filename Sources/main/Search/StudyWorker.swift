import Basics
import Config
import Hyperopt

/// Works on a study: begins trials, follows them, stops the hopeless ones, and keeps the study's files up to date.
///
/// Everything happens in one thread that waits for what the trainings say.
final class StudyWorker {
  /// Why the work ended.
  enum Ending {
    /// There is nothing left to begin.
    case done
    /// The time is over.
    case timeOver
    /// The user or the system asked for an end.
    case interrupted(signal: Int32)
  }

  /// How much is done.
  struct Limits {
    /// The study's total of trials; nil: any number.
    var total: Int?
    /// Trials that this worker begins or continues; nil: any number.
    var own: Int?
    /// Seconds after which no trial is begun.
    var seconds: Double?
  }

  /// What is searched, by whom, for what.
  struct Setup {
    var configuration: Configuration
    var options: StudyOptions
    var plan: SearchPlan
    var goal: SearchGoal
    var folder: StudyFolder
    var sampler: any Sampler
    var pruner: any Pruner
    /// Compute threads for all trials together.
    var threads: Int
    /// The file of decoded images that all trials share, if there is one.
    var images: String?
    /// What a trial of the configured network takes at most, in seconds, from a short measurement.
    var secondsPerTrial: Double?
  }

  let setup: Setup
  let study: Study
  private let context: CommandContext
  private let limits: Limits
  private let configurations: TrialConfiguration
  private var search: StudySearch
  private var running: [TrialProcess] = []
  private var begun = 0
  private var quickFailures = 0
  /// Whether a trial has ended of which the study's files do not tell yet.
  private var isSummaryDue = false
  private var display: StudyDisplay
  private let clock = Stopwatch()
  private var lastSignOfLife = 0.0

  /// Trials in a row that may fail before their first epoch ends.
  private static let toleratedQuickFailures = 3

  init(_ setup: Setup, study: Study, limits: Limits, context: CommandContext) {
    self.setup = setup
    self.study = study
    self.limits = limits
    self.context = context
    configurations = TrialConfiguration(setup: setup, study: study.name)
    search = StudySearch(space: setup.plan.space, sampler: setup.sampler)
    display = StudyDisplay(
      console: context.console, goal: setup.goal, jobs: setup.options.jobs, total: limits.total)
  }

  /// Works until nothing is left, the time is over or a signal comes.
  ///
  /// - Throws: `SearchError.quickFailures` when trials fail one after the other, `noRoom` when one cannot write its
  ///   files; errors of files.
  func work() throws -> Ending {
    try study.checkAgreement(with: setup.plan.space)
    try study.claim(metric: setup.goal.monitored)
    let changes = configurations.changes(since: study.trials)
    if !changes.isEmpty {
      context.console.warn(
        "the study's trials so far had other settings: "
          + changes.map(\.text).joined(separator: ", ")
          + "; their values do not compare, and another study name keeps them apart")
    }
    StopSignals.install()
    defer {
      display.clear()
      removeImages()
    }
    do {
      return try loop()
    } catch {
      // Whoever comes next continues what is begun.
      interruptAll()
      throw error
    }
  }

  private func loop() throws -> Ending {
    var isExhausted = false
    while true {
      if let signal = StopSignals.received {
        interruptAll()
        try sumUp()
        return .interrupted(signal: signal)
      }
      let isTimeOver = limits.seconds.map { clock.seconds >= $0 } ?? false
      while !isExhausted, !isTimeOver, running.count < setup.options.jobs {
        if let own = limits.own, begun >= own { break }
        guard try startNext() else {
          isExhausted = true
          break
        }
        begun += 1
      }
      // While the next trial trains already.
      if isSummaryDue || running.isEmpty { try sumUp() }
      if running.isEmpty { return isTimeOver && !isExhausted ? .timeOver : .done }
      TrialProcess.wait(for: running, seconds: 0.5)
      try follow()
      try showSignOfLife()
      display.update(running: running, study: study)
    }
  }

  /// Continues what a dead worker has left, or else begins a trial; false where there is none.
  private func startNext() throws -> Bool {
    if let trial = try study.takeOver() {
      try start(trial)
      return true
    }
    let trial = try study.begin(limit: limits.total, worker: study.journal.process) {
      search.suggestion(number: $0, in: study)
    }
    guard let trial else { return false }
    let folder = setup.folder.trial(trial.number)
    if FileSystem.exists(folder.path) {
      // The remains of a study whose file is gone: another trial had this number.
      waitForOrphan(folder)
      try FileSystem.removeTree(folder.path)
    }
    try start(trial)
    return true
  }

  /// Starts a trial, or continues one where its last checkpoint was.
  private func start(_ trial: StudyTrial) throws {
    let folder = setup.folder.trial(trial.number)
    try FileSystem.createDirectory(folder.logs)
    do {
      try configurations.write(for: trial)
    } catch let error as ConfigError {
      // Values that are possible one by one may not go together.
      try finish(trial.number, .failed(reason: error.description, isQuick: true), folder)
      return
    }
    waitForOrphan(folder)
    let missed = try missedReports(of: trial, in: folder)
    var environment = context.environment
    environment[SharedImageFile.variable] = setup.images
    let process = try TrialProcess(
      trial.number, in: folder, goal: setup.goal, environment: environment)
    for value in trial.intermediateValues { process.note(epoch: value.step, value: value.value) }
    running.append(process)
    display.began(trial)
    for report in missed { try take(report, of: process) }
  }

  /// A training whose search was killed ends by itself after its step; until then it holds its folder.
  private func waitForOrphan(_ folder: TrialFolder) {
    let patience = Stopwatch()
    while patience.seconds < 60, StopSignals.received == nil {
      guard let error = StudyWorker.lockError(folder.lock), error.code == .locked else { return }
      Pause.milliseconds(50)
    }
  }

  private static func lockError(_ path: String) -> FileError? {
    do {
      _ = try FileLock(path, waiting: false)
      return nil
    } catch {
      return error
    }
  }

  /// Epochs that a training ended and nobody wrote down, because the search was killed.
  private func missedReports(
    of trial: StudyTrial, in folder: TrialFolder
  ) throws -> [(epoch: Int, epochs: Int, value: Double?)] {
    let isValidated = setup.goal.monitored.hasPrefix("val_")
    let path = FilePath.join(
      folder.logs, isValidated ? "validation_history.json" : "training_history.json")
    guard FileSystem.exists(path), let history = try? JSONValue.parse(FileSystem.readText(path)),
      let epochs = history["epochs"]?.array, let values = history[setup.goal.metric]?.array
    else { return [] }
    let known = trial.intermediateValues.last?.step ?? 0
    return zip(epochs, values).compactMap { epoch, value in
      guard let number = epoch.int, number > known else { return nil }
      return (number, setup.options.maximumEpochs, value.double)
    }
  }

  private func follow() throws {
    for process in running {
      for report in process.takeReports() { try take(report, of: process) }
      guard process.isSilent, let ending = process.ending() else { continue }
      for report in process.takeReports() { try take(report, of: process) }
      running.removeAll { $0 === process }
      try finish(process.number, ending, process.folder)
    }
  }

  private func take(
    _ report: (epoch: Int, epochs: Int, value: Double?), of process: TrialProcess
  ) throws {
    // After a continued epoch is known already, it is not reported again.
    guard report.epoch > process.epoch, !process.isPruned else { return }
    process.note(epoch: report.epoch, value: report.value)
    let trial = try study.trial(process.number)
    guard let value = report.value else { return }
    try study.report(trial: trial, step: report.epoch, value: value)
    guard report.epoch < report.epochs else { return }
    let records = study.trials.map(\.record)
    if setup.pruner.shouldPrune(records[process.number], among: records, direction: study.direction)
    {
      process.prune()
    }
  }

  private func finish(
    _ number: Int, _ ending: TrialProcess.Ending, _ folder: TrialFolder
  ) throws {
    do {
      try record(ending, of: number)
    } catch StudyError.hasEnded {
      // Another worker took this one for dead, and was quicker: the first result counts.
      context.console.warn("trial \(number) was ended by another worker meanwhile")
      return
    }
    if case .interrupted = ending { return }
    if case .notSaved(let reason) = ending {
      throw SearchError.noRoom(trial: number, reason: reason)
    }
    display.ended(try study.trial(number), study: study)
    if quickFailures >= Self.toleratedQuickFailures, case .failed(let reason, _) = ending {
      try sumUp()
      throw SearchError.quickFailures(count: quickFailures, reason: reason)
    }
    isSummaryDue = true
  }

  private func record(_ ending: TrialProcess.Ending, of number: Int) throws(StudyError) {
    switch ending {
    case .interrupted, .notSaved:
      try study.release(number)
    case .complete(let value):
      quickFailures = 0
      try study.finish(number, .complete, value: value)
    case .pruned(let value):
      quickFailures = 0
      try study.finish(number, .pruned, value: value)
    case .failed(let reason, let isQuick):
      quickFailures = isQuick ? quickFailures + 1 : 0
      try study.finish(number, .failed, reason: reason)
    }
  }

  /// Only the best trial keeps its weights: a study of large networks would fill the disk otherwise.
  private func tidy() {
    let best = study.best?.number
    for trial in study.trials where trial.state.isFinished {
      let models = setup.folder.trial(trial.number).models
      for name in ["last_model.pth", "best_model.pth"] {
        if name == "best_model.pth", trial.number == best { continue }
        let path = FilePath.join(models, name)
        if FileSystem.exists(path) { try? FileSystem.remove(path) }
      }
    }
  }

  private func interruptAll() {
    for process in running { process.interrupt() }
    while !running.isEmpty {
      TrialProcess.wait(for: running, seconds: 0.2)
      // A study that cannot be written any more must not keep the trainings alive.
      if (try? follow()) == nil { break }
    }
    running.removeAll()
  }

  /// The decoded images go with the last worker.
  private func removeImages() {
    guard let images = setup.images, (try? study.refresh()) != nil else { return }
    let isUsed = study.trials.contains { trial in
      trial.state == .running
        && trial.worker.map { $0.process != study.journal.process && $0.process.pid > 0 } ?? false
    }
    if !isUsed { try? FileSystem.remove(images) }
  }

  private func showSignOfLife() throws(StudyError) {
    guard clock.seconds - lastSignOfLife > WorkerNote.interval else { return }
    lastSignOfLife = clock.seconds
    try study.reportAlive(on: running.map(\.number))
  }

  /// Brings the files beside the journal up to date.
  private func sumUp() throws {
    isSummaryDue = false
    tidy()
    try AtomicFile.write(TrialsFile.text(study.trials), to: setup.folder.table)
    guard let summary = BestParameters(study: study, metric: setup.goal.monitored) else { return }
    let text = summary.json.text(pretty: true)
    try AtomicFile.write(text, to: setup.folder.ownBest)
    try AtomicFile.write(text, to: setup.folder.best)
  }
}
