import Basics
import Glibc
import Hyperopt

/// A trial at work: a training in a process of its own, whose epochs are reported to the study.
final class TrialProcess {
  /// What became of a trial.
  enum Ending {
    case complete(Double)
    case pruned(Double?)
    case failed(reason: String, isQuick: Bool)
    /// Trained, but its files could not be written: another try may succeed.
    case notSaved(reason: String)
    /// Interrupted and saved: to be continued.
    case interrupted
  }

  /// The variable by which a training learns which search it belongs to: the number of a process.
  static let parentVariable = "ROENTGEN_PARENT"

  let number: Int
  let folder: TrialFolder
  /// The epoch that ended last.
  private(set) var epoch = 0
  private(set) var lastValue: Double?
  private(set) var best: Double?
  /// Seconds since the trial was begun or continued here.
  private let clock = Stopwatch()

  private let child: ChildProcess
  private let goal: SearchGoal
  private var message: String?
  private var isNotSaved = false
  /// Whether it was asked to end because others were better.
  private(set) var isPruned = false
  private var wasInterrupted = false

  /// Starts or continues the training of a trial.
  init(
    _ number: Int, in folder: TrialFolder, goal: SearchGoal, environment: [String: String]
  ) throws {
    self.number = number
    self.folder = folder
    self.goal = goal
    var arguments = [
      "--mode", "train", "--config", folder.configuration, "--no-test", "--json",
    ]
    if FileSystem.exists(folder.record) { arguments.append("--resume") }
    var variables = environment
    variables[TrialProcess.parentVariable] = "\(getpid())"
    variables["ROENTGEN_CONFIG"] = nil
    child = try ChildProcess(
      "/proc/self/exe", arguments, environment: variables, errors: folder.errors)
  }

  /// Seconds of this sitting.
  var seconds: Double { clock.seconds }

  /// What the training said since the last call: the epochs that ended, with their values.
  func takeReports() -> [(epoch: Int, epochs: Int, value: Double?)] {
    var reports: [(epoch: Int, epochs: Int, value: Double?)] = []
    for line in child.readLines() {
      guard let event = try? JSONValue.parse(line) else { continue }
      switch event["event"]?.string {
      case "epoch_end":
        guard let epoch = event["epoch"]?.int, let epochs = event["epochs"]?.int else { continue }
        reports.append((epoch, epochs, event[goal.monitored]?.double))
      case "error":
        message = event["message"]?.string
        isNotSaved = event["not_saved"]?.bool ?? false
      default: break
      }
    }
    return reports
  }

  /// Takes note of an epoch.
  func note(epoch: Int, value: Double?) {
    self.epoch = epoch
    lastValue = value ?? lastValue
    guard let value, !value.isNaN else { return }
    if best.map({ goal.direction.isBetter(value, than: $0) }) ?? true { best = value }
  }

  /// Ends the training because others were better.
  func prune() {
    isPruned = true
    child.send(SIGTERM)
  }

  /// Asks the training to save and end.
  func interrupt() {
    guard !wasInterrupted else { return }
    wasInterrupted = true
    child.send(SIGTERM)
  }

  /// What became of the trial; nil while it runs.
  func ending() -> Ending? {
    guard let end = child.collect() else { return nil }
    if isPruned { return .pruned(lastValue) }
    switch end {
    case .exited(0):
      guard let best else {
        return .failed(reason: "\(goal.monitored) was never defined", isQuick: false)
      }
      return .complete(best)
    case .exited(128 + SIGINT), .exited(128 + SIGTERM):
      if wasInterrupted { return .interrupted }
      return .failed(reason: "somebody interrupted it", isQuick: false)
    case .exited(_) where isNotSaved:
      return .notSaved(reason: message ?? "")
    case .exited(let status):
      return .failed(reason: message ?? "exit status \(status)", isQuick: isQuick)
    case .killed(let signal):
      if wasInterrupted { return .interrupted }
      let hint = signal == SIGKILL ? ", perhaps for lack of memory" : ""
      return .failed(reason: "killed by signal \(signal)\(hint)", isQuick: isQuick)
    }
  }

  private var isQuick: Bool { epoch == 0 && clock.seconds < 120 }

  /// Whether all it said has been read, once it has ended.
  var isSilent: Bool { !child.isOutputOpen }

  static func wait(for trials: [TrialProcess], seconds: Double) {
    ChildProcess.wait(for: trials.map(\.child), seconds: seconds)
  }
}
