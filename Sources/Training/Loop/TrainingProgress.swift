import Basics

/// How far a run is: everything that its loop knows apart from tensors, as plain data.
struct TrainingProgress: Sendable {
  /// Completed epochs.
  var epoch = 0
  /// Optimizer steps since the run began.
  var globalStep = 0
  /// Steps in a row whose loss or gradient was not finite.
  var badSteps = 0
  /// The epoch that is under way.
  var current: EpochProgress
  /// The records of completed epochs.
  var history = TrainingHistory()
  /// The best validation so far.
  var best: BestTracker
  /// The early-stopping counters.
  var earlyStopping: EarlyStopping
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
      "current": current.state, "history": history.state, "best": best.state,
      "early_stopping": earlyStopping.state, "stop_reason": stopReason?.state ?? .null,
      "step_table_length": .int(stepTableLength),
    ]
  }

  /// Takes over what `state` gave; false when it does not fit.
  mutating func restore(_ state: JSONValue) -> Bool {
    guard let epoch = state["epoch"]?.int, let globalStep = state["global_step"]?.int,
      let badSteps = state["bad_steps"]?.int, let length = state["step_table_length"]?.int,
      let history = state["history"].flatMap(TrainingHistory.init(state:)),
      let currentState = state["current"], current.restore(currentState),
      let bestState = state["best"], best.restore(bestState),
      let earlyStoppingState = state["early_stopping"], earlyStopping.restore(earlyStoppingState)
    else { return false }
    self.epoch = epoch
    self.globalStep = globalStep
    self.badSteps = badSteps
    self.history = history
    stepTableLength = length
    stopReason = state["stop_reason"].flatMap(StopReason.init(state:))
    return true
  }
}
