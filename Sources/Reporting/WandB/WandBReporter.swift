import Basics
import Training

/// Writes a run as W&B's own program does offline: `wandb sync` uploads it, `wandb leet` shows it.
///
/// Each logged step and each epoch is a row of the history, and the summary is brought up to date with each epoch: a run
/// that is killed loses nothing of what it had finished. A continued run goes on in its file, cut back to what the
/// checkpoint knows. Nothing that is written says what images are called or where they are.
public struct WandBReporter: Callback {
  private let options: WandBOptions
  private let settings: RunSettings
  private let folder: String
  private let stepInterval: Int
  private let now: () -> Double
  private var run: WandBRun?
  /// What a checkpoint knew of the run.
  private var restored: WandBBookmark?

  /// Creates a reporter; nothing is written before the session starts.
  ///
  /// - Parameters:
  ///   - options: Where W&B would keep the run.
  ///   - folder: Where offline runs lie.
  ///   - settings: The settings of the run.
  ///   - stepInterval: Every how many updates of the weights there is a row, at least 1.
  ///   - now: The seconds since 1970.
  public init(
    _ options: WandBOptions, folder: String = "wandb", settings: RunSettings, stepInterval: Int,
    now: @escaping () -> Double
  ) {
    self.options = options
    self.folder = folder
    self.settings = settings
    self.stepInterval = stepInterval
    self.now = now
  }

  public var name: String { "W&B" }

  public var state: JSONValue { run?.bookmark.json ?? .null }

  public mutating func restore(_ state: JSONValue) -> Bool {
    restored = WandBBookmark(json: state)
    return restored != nil
  }

  public mutating func trainingSessionStarted(_ context: inout CallbackContext) throws {
    if let restored, let run = try WandBRun(continuing: restored, in: folder) {
      self.run = run
    } else {
      run = try begin(context)
    }
  }

  /// A new run; what a continued one had before, whose file is gone, is written again.
  private func begin(_ context: CallbackContext) throws -> WandBRun {
    var options = options
    options.name = options.name ?? context.runName
    var run = try WandBRun(options, settings: settings, in: folder, seconds: now())
    for record in context.history.epochs {
      try run.append(row(of: record, logged: MetricValues()), seconds: now())
      run.summarize(record)
    }
    return run
  }

  public mutating func trainingBatchEnded(_ context: inout CallbackContext) throws {
    guard let loss = context.batchLoss, context.globalStep % stepInterval == 0 else { return }
    let row: JSONObject = [
      "global_step": .int(context.globalStep), "step/loss": .double(loss),
      "step/learning_rate": .double(context.learningRate),
    ]
    try run?.append(row, seconds: now())
    run?.summarize(row)
  }

  public mutating func validationLoopEnded(_ context: inout CallbackContext) throws {
    guard context.isWithinEpoch, let values = context.validationMetrics else { return }
    var row: JSONObject = ["global_step": .int(context.globalStep)]
    for entry in values.prefixed("val_").entries {
      if let value = entry.value { row[entry.name] = .double(value) }
    }
    try run?.append(row, seconds: now())
    run?.summarize(row)
    try run?.writeSummary(seconds: now())
  }

  public mutating func epochEnded(_ context: inout CallbackContext) throws {
    guard let record = context.record else { return }
    let row = row(of: record, logged: context.logged)
    try run?.append(row, seconds: now())
    run?.summarize(record, logged: context.logged)
    if context.isBest { run?.summarize(["best_epoch": .int(record.epoch)]) }
    try run?.writeSummary(seconds: now())
  }

  public mutating func trainingSessionEnded(_ context: inout CallbackContext) throws {
    switch context.ending {
    case .ended(.interrupted, _), nil:
      // It goes on in another session; W&B takes a run without an end for one that was cut short.
      return
    case .ended(_, let test):
      var scores = JSONObject()
      for entry in test?.prefixed("test_").entries ?? [] {
        scores[entry.name] = JSONValue(entry.value)
      }
      run?.summarize(scores)
      try run?.writeSummary(seconds: now())
      try run?.end(exitCode: 0, seconds: now())
    case .failed:
      try run?.end(exitCode: 1, seconds: now())
    }
  }

  private func row(of record: EpochRecord, logged: MetricValues) -> JSONObject {
    var row: JSONObject = ["global_step": .int(record.globalStep)]
    for (name, value) in record.scalars(logged: logged) { row[name] = .double(value) }
    row["epoch"] = .int(record.epoch)
    return row
  }
}

extension WandBRun {
  /// Takes an epoch's numbers into the summary.
  fileprivate mutating func summarize(
    _ record: EpochRecord, logged: MetricValues = MetricValues()
  ) {
    var values: JSONObject = ["global_step": .int(record.globalStep)]
    for (name, value) in record.scalars(logged: logged) { values[name] = .double(value) }
    values["epoch"] = .int(record.epoch)
    summarize(values)
  }
}
