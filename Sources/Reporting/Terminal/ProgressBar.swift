import Basics

/// A line on a terminal that shows how far something is; writes nothing elsewhere.
public struct ProgressBar {
  private let terminal: Terminal
  private var label = ""
  private var total = 0
  private var firstStep = 0
  private var clock = Stopwatch()
  private var lastDrawn = -1.0
  private var isVisible = false

  /// Creates a bar that is not shown yet.
  public init(terminal: Terminal) {
    self.terminal = terminal
  }

  /// Begins with something new.
  public mutating func start(label: String, total: Int) {
    self.label = label
    self.total = total
    firstStep = -1
    clock = Stopwatch()
    lastDrawn = -1
  }

  /// Shows that `step` of the total are done; redrawn at most ten times a second.
  public mutating func advance(to step: Int, details: String) {
    guard terminal.isInteractive else { return }
    let elapsed = clock.seconds
    // A resumed epoch starts in its middle: the rate counts from there.
    if firstStep < 0 { firstStep = step - 1 }
    guard elapsed - lastDrawn >= 0.1 || step == total || lastDrawn < 0 else { return }
    lastDrawn = elapsed
    let perStep = elapsed / Double(max(step - firstStep, 1))
    let remaining = NumberText.duration(perStep * Double(total - step))
    let filled = total > 0 ? 24 * step / total : 24
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let line = "\(label) \(bar) \(step)/\(total)  \(details)  ETA \(remaining)"
    terminal.write("\r\u{1B}[2K" + String(line.prefix(max(terminal.columns - 1, 20))))
    isVisible = true
  }

  /// Takes the line away.
  public mutating func clear() {
    guard isVisible else { return }
    terminal.write("\r\u{1B}[2K")
    isVisible = false
  }
}
