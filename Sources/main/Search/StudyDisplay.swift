import Basics
import Hyperopt
import Reporting

/// What people see of a study: a line for each trial that ends, and on a terminal one more that shows what goes on.
struct StudyDisplay {
  private let console: Console
  private let goal: SearchGoal
  private let jobs: Int
  private let total: Int?
  private let clock = Stopwatch()
  private var endedHere = 0
  private var lastDrawn = -1.0
  private var isVisible = false
  private var hasHeading = false

  init(console: Console, goal: SearchGoal, jobs: Int, total: Int?) {
    self.console = console
    self.goal = goal
    self.jobs = jobs
    self.total = total
  }

  mutating func began(_ trial: StudyTrial) {
    var parameters = JSONObject()
    for parameter in trial.parameters {
      parameters[parameter.name] = parameter.distribution.json(of: parameter.value)
    }
    console.event(
      "trial_start", ["trial": .int(trial.number), "params": .object(parameters)])
  }

  mutating func ended(_ trial: StudyTrial, study: Study) {
    clear()
    endedHere += 1
    let best = study.best
    console.event(
      "trial_end",
      [
        "trial": .int(trial.number), "state": .string(trial.state.rawValue),
        "value": JSONValue(trial.value), "best_trial": best.map { .int($0.number) } ?? .null,
        "best_value": JSONValue(best?.value),
      ])
    guard console.verbosity != .quiet else { return }
    if !hasHeading {
      console.note(row("trial", "state", goal.monitored, "epochs", "time", "settings"))
      hasHeading = true
    }
    let settings = trial.parameters.map { parameter in
      let name = parameter.name.split(separator: ".").last.map(String.init) ?? parameter.name
      return "\(name) \(shortText(parameter))"
    }
    let reason = trial.userAttributes[Study.failureKey]?.string
    let mark = best?.number == trial.number && trial.state == .complete ? " (best)" : ""
    console.note(
      row(
        "\(trial.number)", trial.state.rawValue,
        trial.value.map { NumberText.fixed($0, decimals: 4) } ?? "-",
        trial.intermediateValues.last.map { "\($0.step)" } ?? "0",
        trial.duration.map(NumberText.duration) ?? "-",
        settings.joined(separator: ", ") + mark + (reason.map { ": \($0)" } ?? "")))
  }

  /// Redraws the line that shows what goes on; a few times a second at most.
  mutating func update(running: [TrialProcess], study: Study) {
    guard console.terminal.isInteractive, console.verbosity != .quiet,
      clock.seconds - lastDrawn > 0.25
    else { return }
    lastDrawn = clock.seconds
    let trials = study.trials
    let finished = trials.filter(\.state.isFinished)
    let pruned = finished.count { $0.state == .pruned }
    var parts = running.map { process in
      "trial \(process.number): epoch \(process.epoch)"
        + (process.lastValue.map { " \(NumberText.fixed($0, decimals: 4))" } ?? "")
    }
    if let best = study.best, let value = best.value {
      parts.append("best \(NumberText.fixed(value, decimals: 4)) (trial \(best.number))")
    }
    if !finished.isEmpty {
      parts.append("pruned \(100 * pruned / finished.count) %")
    }
    if let total {
      parts.append("\(finished.count)/\(total)")
      if endedHere > 0 {
        let remaining = clock.seconds / Double(endedHere) * Double(max(0, total - finished.count))
        parts.append("ETA \(NumberText.duration(remaining))")
      }
    }
    let line = parts.joined(separator: "  ")
    console.terminal.write(
      "\r\u{1B}[2K" + String(line.prefix(max(console.terminal.columns - 1, 20))))
    isVisible = true
  }

  mutating func clear() {
    guard isVisible else { return }
    console.terminal.write("\r\u{1B}[2K")
    isVisible = false
  }

  private func shortText(_ parameter: StudyTrial.Parameter) -> String {
    if case .double(let number) = parameter.value { return NumberText.significant(number) }
    return parameter.distribution.text(of: parameter.value)
  }

  private func row(_ cells: String...) -> String {
    zip(cells, [6, 10, 14, 7, 13, 0]).map { cell, width in
      cell + String(repeating: " ", count: max(width - cell.count, width == 0 ? 0 : 1))
    }.joined()
  }
}
