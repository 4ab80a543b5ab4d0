import Training

/// Shows warnings alone: where everything else is unwanted, or goes elsewhere.
public struct WarningReporter: Callback {
  /// What warnings and checkpoints call it.
  public let name = "warnings"
  private let terminal: Terminal

  /// Creates a reporter that writes to a terminal.
  public init(terminal: Terminal) {
    self.terminal = terminal
  }

  public func trainingBatchEnded(_ context: inout CallbackContext) {
    if let badStep = context.badStep {
      warn("epoch \(context.epoch), step \(context.step): \(badStep.text)")
    }
  }

  public func warning(_ context: inout CallbackContext) {
    warn((context.message ?? "") + (context.subject.map { ": \($0)" } ?? ""))
  }

  private func warn(_ text: String) {
    terminal.writeLine(terminal.styled("warning: ", .yellow) + text)
  }
}
