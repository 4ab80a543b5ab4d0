import Basics

/// How far a run is: everything that its loop knows apart from tensors, as plain data.
struct TrainingProgress: Sendable {
  /// Completed epochs.
  var epoch = 0
  /// Optimizer steps since the run began.
  var globalStep = 0
  /// Steps since the run began whose loss or gradient was not finite.
  var totalBadSteps = 0
  /// Steps in a row whose loss or gradient was not finite.
  var badSteps = 0
  /// The epoch that is under way.
  var current: EpochProgress
  /// The records of completed epochs.
  var history = TrainingHistory()
  /// The best validation so far.
  var best: BestTracker
  /// Why training shall end as soon as its epoch is complete, once a callback has asked for it.
  var stopRequest: StopReason?
  /// Names of logged scalars that were refused with a warning already.
  var refusedNames: Set<String> = []
  /// Why training ended, once it has.
  var stopReason: StopReason?
  /// The length of `steps.csv` in bytes.
  var stepTableLength = 0

  /// Seconds of training and validation so far, over all sessions.
  var trainingTime: Double {
    history.epochs.reduce(current.seconds) { $0 + $1.epochTime }
  }

  /// Everything for a checkpoint.
  var state: JSONValue {
    [
      "epoch": .int(epoch), "global_step": .int(globalStep), "bad_steps": .int(badSteps),
      "total_bad_steps": .int(totalBadSteps),
      "current": current.state, "history": history.state,
      "checks": .array(history.checks.map(\.state)), "best": best.state,
      "stop_request": stopRequest?.state ?? .null, "stop_reason": stopReason?.state ?? .null,
      "step_table_length": .int(stepTableLength),
    ]
  }

  /// Takes over what `state` gave; false when it does not fit.
  mutating func restore(_ state: JSONValue) -> Bool {
    guard let epoch = state["epoch"]?.int, let globalStep = state["global_step"]?.int,
      let badSteps = state["bad_steps"]?.int, let length = state["step_table_length"]?.int,
      let history = state["history"].flatMap(TrainingHistory.init(state:)),
      let currentState = state["current"], current.restore(currentState),
      let bestState = state["best"], best.restore(bestState)
    else { return false }
    self.epoch = epoch
    self.globalStep = globalStep
    self.badSteps = badSteps
    totalBadSteps = state["total_bad_steps"]?.int ?? badSteps
    self.history = history
    self.history.checks = (state["checks"]?.array ?? []).compactMap(ValidationCheck.init(state:))
    stepTableLength = length
    stopRequest = state["stop_request"].flatMap(StopReason.init(state:))
    stopReason = state["stop_reason"].flatMap(StopReason.init(state:))
    return true
  }
}
