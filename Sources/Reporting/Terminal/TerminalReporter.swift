import Basics
import Training

/// Shows a run to a person: a progress bar and a table on a terminal, one plain line an epoch elsewhere.
public struct TerminalReporter: Callback {
  private let terminal: Terminal
  private let primaryMetric: String
  private let otherMetrics: [String]
  private var bar: ProgressBar
  private var hasHeader = false

  /// Creates a reporter.
  ///
  /// - Parameters:
  ///   - terminal: Where it writes.
  ///   - primaryMetric: The metric that decides what is best; it has a column of its own.
  ///   - otherMetrics: More metrics that have one.
  public init(terminal: Terminal, primaryMetric: String, otherMetrics: [String] = []) {
    self.terminal = terminal
    self.primaryMetric = primaryMetric
    self.otherMetrics = otherMetrics.filter { $0 != primaryMetric }
    bar = ProgressBar(terminal: terminal)
  }

  public var name: String { "terminal" }

  public mutating func epochStarted(_ context: inout CallbackContext) {
    bar.start(label: "epoch \(context.epoch)/\(context.epochs)", total: context.steps)
  }

  public mutating func trainingBatchEnded(_ context: inout CallbackContext) {
    if let badStep = context.badStep {
      bar.clear()
      warn("epoch \(context.epoch), step \(context.step): \(badStep.text)")
    }
    guard context.batchLoss != nil else { return }
    bar.advance(
      to: context.step,
      details: "loss \(format(context.runningLoss))  \(rate(context.imagesPerSecond))")
  }

  public mutating func validationLoopStarted(_ context: inout CallbackContext) {
    bar.start(label: "validation", total: context.steps)
  }

  public mutating func validationBatchEnded(_ context: inout CallbackContext) {
    bar.advance(to: context.step, details: "")
  }

  public mutating func epochEnded(_ context: inout CallbackContext) {
    bar.clear()
    guard let record = context.record else { return }
    show(record, epochs: context.epochs, isBest: context.isBest)
  }

  public mutating func warning(_ context: inout CallbackContext) {
    bar.clear()
    warn((context.message ?? "") + (context.subject.map { ": \($0)" } ?? ""))
  }

  public mutating func notice(_ context: inout CallbackContext) {
    bar.clear()
    terminal.writeLine(context.message ?? "")
  }

  public mutating func trainingSessionEnded(_ context: inout CallbackContext) {
    bar.clear()
  }

  private func warn(_ text: String) {
    terminal.writeLine(terminal.styled("warning: ", .yellow) + text)
  }

  private mutating func show(_ record: EpochRecord, epochs: Int, isBest: Bool) {
    let score = record.validation?[primaryMetric]
    guard terminal.isInteractive else {
      var line = "epoch \(record.epoch)/\(epochs): loss \(format(record.training["loss"]))"
      if let validation = record.validation {
        line += ", val_loss \(format(validation["loss"])), val_\(primaryMetric) \(format(score))"
        for name in otherMetrics { line += ", val_\(name) \(format(validation[name]))" }
      }
      line += ", lr \(NumberText.significant(record.learningRate, digits: 3))"
      line += ", \(rate(record.imagesPerSecond)), \(NumberText.duration(record.epochTime))"
      terminal.writeLine(line + (isBest ? ", best" : ""))
      return
    }
    if !hasHeader {
      hasHeader = true
      let header =
        ["epoch", "loss", "val_loss"] + ([primaryMetric] + otherMetrics).map { "val_\($0)" }
        + ["lr", "img/s", "time"]
      terminal.writeLine(terminal.styled(row(header), .bold))
    }
    let cells =
      [
        "\(record.epoch)/\(epochs)", format(record.training["loss"]),
        format(record.validation?["loss"]), format(score),
      ] + otherMetrics.map { format(record.validation?[$0]) } + [
        NumberText.significant(record.learningRate, digits: 3),
        NumberText.significant(record.imagesPerSecond, digits: 3),
        NumberText.duration(record.epochTime),
      ]
    terminal.writeLine(row(cells) + (isBest ? terminal.styled("  best", .green) : ""))
  }

  private func row(_ cells: [String]) -> String {
    let widths =
      [9, 9, 9] + ([primaryMetric] + otherMetrics).map { max(9, $0.count + 4) } + [10, 8, 9]
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
