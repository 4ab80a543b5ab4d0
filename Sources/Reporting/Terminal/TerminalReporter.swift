import Basics
import Training

/// Shows a run to a person: a progress bar and a table on a terminal, one plain line an epoch elsewhere.
public struct TerminalReporter: TrainingObserver {
  private let terminal: Terminal
  private let primaryMetric: String
  private var bar: ProgressBar
  private var hasHeader = false

  /// Creates a reporter.
  ///
  /// - Parameters:
  ///   - terminal: Where it writes.
  ///   - primaryMetric: The metric that decides what is best; it has a column of its own.
  public init(terminal: Terminal, primaryMetric: String) {
    self.terminal = terminal
    self.primaryMetric = primaryMetric
    bar = ProgressBar(terminal: terminal)
  }

  public mutating func observe(_ event: TrainingEvent) {
    switch event {
    case .epochStarted(let epoch, let epochs, let steps):
      bar.start(label: "epoch \(epoch)/\(epochs)", total: steps)
    case .stepEnded(let report):
      bar.advance(
        to: report.step,
        details: "loss \(format(report.runningLoss))  \(rate(report.imagesPerSecond))")
    case .validationAdvanced(let step, let steps):
      if step == 1 { bar.start(label: "validation", total: steps) }
      bar.advance(to: step, details: "")
    case .epochEnded(let report):
      bar.clear()
      show(report)
    case .badStep(let epoch, let step, let consecutive):
      bar.clear()
      warn(
        "epoch \(epoch), step \(step): the loss or a gradient is not finite; step left out "
          + "(\(consecutive) in a row)")
    case .notice(let text):
      bar.clear()
      terminal.writeLine(text)
    }
  }

  private func warn(_ text: String) {
    terminal.writeLine(terminal.styled("warning: ", .yellow) + text)
  }

  private mutating func show(_ report: TrainingEvent.EpochReport) {
    let record = report.record
    let score = record.validation?[primaryMetric]
    guard terminal.isInteractive else {
      var line = "epoch \(record.epoch)/\(report.epochs): loss \(format(record.training["loss"]))"
      if let validation = record.validation {
        line += ", val_loss \(format(validation["loss"])), val_\(primaryMetric) \(format(score))"
      }
      line += ", lr \(NumberText.significant(record.learningRate, digits: 3))"
      line += ", \(rate(record.imagesPerSecond)), \(NumberText.duration(record.epochTime))"
      terminal.writeLine(line + (report.isBest ? ", best" : ""))
      return
    }
    if !hasHeader {
      hasHeader = true
      let header = ["epoch", "loss", "val_loss", "val_\(primaryMetric)", "lr", "img/s", "time"]
      terminal.writeLine(terminal.styled(row(header), .bold))
    }
    let cells = [
      "\(record.epoch)/\(report.epochs)", format(record.training["loss"]),
      format(record.validation?["loss"]), format(score),
      NumberText.significant(record.learningRate, digits: 3),
      NumberText.significant(record.imagesPerSecond, digits: 3),
      NumberText.duration(record.epochTime),
    ]
    terminal.writeLine(row(cells) + (report.isBest ? terminal.styled("  best", .green) : ""))
  }

  private func row(_ cells: [String]) -> String {
    let widths = [9, 9, 9, max(9, primaryMetric.count + 4), 10, 8, 9]
    return zip(cells, widths)
      .map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }
      .joined(separator: "  ")
  }

  private func format(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: 4) } ?? "-"
  }

  private func rate(_ imagesPerSecond: Double) -> String {
    "\(NumberText.significant(imagesPerSecond, digits: 3)) img/s"
  }
}
