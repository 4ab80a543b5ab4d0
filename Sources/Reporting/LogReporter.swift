import Basics
import Training

/// Writes `run.log`: plain text of what happened, with the time in front of each line.
public struct LogReporter: Callback {
  private let file: AppendFile
  private let now: () -> String

  /// Creates a reporter that appends to a file.
  ///
  /// - Parameters:
  ///   - path: The log.
  ///   - now: The present time as text.
  /// - Throws: `FileError` when the file cannot be opened.
  public init(path: String, now: @escaping () -> String) throws(FileError) {
    file = try AppendFile(path)
    self.now = now
  }

  /// Writes one line; a log that cannot be written never stops a run.
  public func log(_ text: String) {
    try? file.append("\(now()) \(text)\n")
  }

  public var name: String { "run.log" }

  public func epochStarted(_ context: inout CallbackContext) {
    log("epoch \(context.epoch) of \(context.epochs) begins: \(context.steps) steps")
  }

  public func trainingBatchEnded(_ context: inout CallbackContext) {
    guard let badStep = context.badStep else { return }
    log("epoch \(context.epoch), step \(context.step): \(badStep.text)")
  }

  public func epochEnded(_ context: inout CallbackContext) {
    let validation = context.validationMetrics.map { values(of: $0, split: "val_") } ?? []
    let shown = values(of: context.trainingMetrics ?? MetricValues(), split: "train_") + validation
    log(
      "epoch \(context.epoch) ended: \(shown.joined(separator: ", "))"
        + (context.isBest ? " (best)" : ""))
  }

  public func warning(_ context: inout CallbackContext) {
    log("warning: \(context.message ?? "")")
  }

  public func notice(_ context: inout CallbackContext) {
    log(context.message ?? "")
  }

  /// The overall scores; those of single classes and zones are in the histories.
  private func values(of metrics: MetricValues, split: String) -> [String] {
    metrics.entries.prefix { !$0.name.contains("_class_") }.map { entry in
      "\(split)\(entry.name) "
        + (entry.value.map { NumberText.fixed($0, decimals: 4) } ?? "undefined")
    }
  }
}
