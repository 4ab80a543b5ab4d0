import Basics
import Training

/// What a completed run came to, where its files are, and what to do next.
public struct RunSummary: Sendable {
  private let record: RunRecord
  private let folders: RunFolders
  private let history: TrainingHistory
  private let primaryMetric: String

  /// Creates a summary.
  ///
  /// - Parameters:
  ///   - record: The run's `run.json`.
  ///   - folders: Where its files are.
  ///   - history: Its epochs.
  ///   - primaryMetric: The metric that decided what was best, without its split.
  public init(
    record: RunRecord, folders: RunFolders, history: TrainingHistory, primaryMetric: String
  ) {
    self.record = record
    self.folders = folders
    self.history = history
    self.primaryMetric = primaryMetric
  }

  /// The summary for people.
  public var text: String {
    var lines = ["", "Run \(record.name): \(record.stopReason ?? record.status.rawValue)"]
    lines.append(
      row(
        "epochs",
        "\(record.epochsTrained) in \(NumberText.duration(record.trainingTime))"
          + (record.bestEpoch.map { ", best: \($0)" } ?? "")))
    if let best = record.bestMetric {
      lines.append(row("best \(best.name)", NumberText.fixed(best.value, decimals: 4)))
    }
    for name in ["loss", "accuracy", primaryMetric] where record.test.contains(name) {
      let line = row(
        "test_\(name)",
        record.test[name].map { NumberText.fixed($0, decimals: 4) } ?? "undefined")
      if !lines.contains(line) { lines.append(line) }
    }
    lines.append(row("best weights", folders.bestModel))
    lines.append(row("last weights", folders.lastModel))
    lines.append(row("histories", FilePath.join(folders.logs, "training_history.json")))
    lines += [
      "", "Next:",
      "  main --mode predict --model-path \(folders.bestModel) --input IMAGE_OR_FOLDER",
      "  main --mode evaluate --model-path \(folders.bestModel) --split val",
    ]
    return lines.joined(separator: "\n")
  }

  private func row(_ label: String, _ value: String) -> String {
    let width = 24
    return "  \(label)" + String(repeating: " ", count: max(1, width - label.count)) + value
  }
}
