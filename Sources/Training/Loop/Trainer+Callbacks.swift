import Basics
import Optimizers

extension Trainer {
  /// Calls a hook of all callbacks, and takes note of what they ask for.
  ///
  /// - Parameter add: Adds what is particular to the hook.
  mutating func call(_ hook: Hook, _ add: (inout CallbackContext) -> Void = { _ in }) {
    var context = makeContext(for: hook)
    add(&context)
    let warnings = callbacks.call(hook, &context)
    if progress.stopRequest == nil { progress.stopRequest = context.stopRequest }
    keep(context.logged, after: hook)
    for text in warnings { warn(text) }
  }

  /// Reports something that went wrong and does not end the run.
  ///
  /// - Parameters:
  ///   - text: What.
  ///   - subject: What it is about, if that must not be kept anywhere.
  mutating func warn(_ text: String, about subject: String? = nil) {
    var context = makeContext(for: .warning)
    context.message = text
    context.subject = subject
    // A callback that fails at this has said all it can.
    _ = callbacks.call(.warning, &context)
  }

  /// Reports something worth a line.
  mutating func note(_ text: String) {
    var context = makeContext(for: .notice)
    context.message = text
    _ = callbacks.call(.notice, &context)
  }

  private func makeContext(for hook: Hook) -> CallbackContext {
    var context = CallbackContext(
      runName: saver.record.name, folders: saver.folders, epochs: options.epochs)
    context.epoch = min(progress.epoch + 1, options.epochs)
    context.step = progress.current.step
    context.steps = training.batchCount
    context.globalStep = progress.globalStep
    context.runningLoss = progress.current.loss.mean
    context.learningRate = learningRate
    context.imagesPerSecond = progress.current.imagesPerSecond
    context.history = progress.history
    // In the hooks of steps a second owner of the weights would make each update copy them.
    if hook.showsWeights {
      context.snapshot = ModelSnapshot(model: model, weights: state, optimizer: optimizer)
    }
    return context
  }

  /// Adds logged scalars to the epoch: to its record where that is made already, as in `epochEnded`.
  private mutating func keep(_ logged: MetricValues, after hook: Hook) {
    for entry in logged.entries {
      guard let problem = progress.problem(withLogging: entry.name) else {
        if hook == .epochEnded {
          progress.history.epochs[progress.history.epochs.count - 1].logged[entry.name] =
            entry.value
        } else {
          progress.current.logged[entry.name] = entry.value
        }
        continue
      }
      if progress.refusedNames.insert(entry.name).inserted { warn(problem) }
    }
  }
}

extension Hook {
  /// Whether the network is shown: not where the weights are about to be updated again.
  fileprivate var showsWeights: Bool {
    switch self {
    case .trainingSessionStarted, .checkpointLoaded, .epochStarted, .trainingLoopStarted,
      .trainingLoopEnded, .validationLoopStarted, .validationLoopEnded, .epochEnded,
      .checkpointSaved, .trainingSessionEnded:
      true
    case .trainingBatchStarted, .trainingBatchEnded, .validationBatchStarted, .validationBatchEnded,
      .warning, .notice:
      false
    }
  }
}

extension TrainingProgress {
  /// Why a scalar of that name cannot be logged; nil when it can.
  fileprivate func problem(withLogging name: String) -> String? {
    let allowed: (Character) -> Bool = {
      $0.isASCII && ($0.isLetter || $0.isNumber || "_./-".contains($0))
    }
    guard !name.isEmpty, name.count <= 100, name.allSatisfy(allowed) else {
      return "the logged name \"\(name.prefix(100))\" is refused: letters, digits and _ . / - only"
    }
    let scores = current.metrics.names + ["loss"]
    let taken =
      scores + scores.flatMap { ["train_\($0)", "val_\($0)"] } + TrainingHistory.ownColumns
    return taken.contains(name) ? "the logged name \(name) is refused: it is a column already" : nil
  }
}
