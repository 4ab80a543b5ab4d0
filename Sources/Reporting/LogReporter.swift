import Basics
import Training

/// Writes `run.log`: plain text of what happened, with the time in front of each line.
public struct LogReporter: TrainingObserver {
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

  public mutating func observe(_ event: TrainingEvent) {
    switch event {
    case .epochStarted(let epoch, let epochs, let steps):
      log("epoch \(epoch) of \(epochs) begins: \(steps) steps")
    case .stepEnded, .validationAdvanced:
      break
    case .epochEnded(let report):
      let record = report.record
      let validation = record.validation.map { values(of: $0, split: "val_") } ?? []
      let shown = values(of: record.training, split: "train_") + validation
      log(
        "epoch \(record.epoch) ended: \(shown.joined(separator: ", "))"
          + (report.isBest ? " (best)" : ""))
    case .badStep(let epoch, let step, let consecutive):
      log("epoch \(epoch), step \(step) left out: loss or gradient not finite (\(consecutive))")
    case .notice(let text):
      log(text)
    }
  }

  /// The overall scores; those of single classes and zones are in the histories.
  private func values(of metrics: MetricValues, split: String) -> [String] {
    metrics.entries.prefix { !$0.name.contains("_class_") }.map { entry in
      "\(split)\(entry.name) "
        + (entry.value.map { NumberText.fixed($0, decimals: 4) } ?? "undefined")
    }
  }
}
