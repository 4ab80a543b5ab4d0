import Basics

/// Why training ended.
public enum StopReason: Sendable, Equatable {
  /// All epochs were trained.
  case epochsReached
  /// The monitored value had not improved for so many epochs.
  case noImprovement(monitor: String, epochs: Int)
  /// A callback asked for it.
  case requested(by: String, reason: String)
  /// The user or the system asked for an end; training can be resumed.
  case interrupted(signal: Int32)

  /// One word or sentence for `run.json` and for people.
  public var text: String {
    switch self {
    case .epochsReached: "all epochs trained"
    case .noImprovement(let monitor, let epochs):
      "early stopping: \(monitor) did not improve for \(epochs) epochs"
    case .requested(let callback, let reason): "\(callback): \(reason)"
    case .interrupted(let signal): "interrupted by signal \(signal)"
    }
  }

  /// The reason for a checkpoint.
  var state: JSONValue {
    switch self {
    case .epochsReached: ["kind": "epochs"]
    case .noImprovement(let monitor, let epochs):
      ["kind": "no_improvement", "monitor": .string(monitor), "epochs": .int(epochs)]
    case .requested(let callback, let reason):
      ["kind": "requested", "by": .string(callback), "reason": .string(reason)]
    case .interrupted(let signal): ["kind": "interrupted", "signal": .int(Int(signal))]
    }
  }

  /// Reads what `state` gave; nil when it is no reason.
  init?(state: JSONValue) {
    switch state["kind"]?.string {
    case "epochs":
      self = .epochsReached
    case "no_improvement":
      guard let monitor = state["monitor"]?.string, let epochs = state["epochs"]?.int
      else { return nil }
      self = .noImprovement(monitor: monitor, epochs: epochs)
    case "requested":
      guard let callback = state["by"]?.string, let reason = state["reason"]?.string
      else { return nil }
      self = .requested(by: callback, reason: reason)
    case "interrupted":
      guard let signal = state["signal"]?.int, let number = Int32(exactly: signal)
      else { return nil }
      self = .interrupted(signal: number)
    default:
      return nil
    }
  }
}
