import Reporting
import Synchronization
import Training

/// Collects what reporters write.
final class Transcript: Sendable {
  private let content = Mutex("")

  var text: String { content.withLock { $0 } }
  var lines: [Substring] { text.split(separator: "\n") }

  func append(_ text: String) {
    content.withLock { $0 += text }
  }

  func terminal(isInteractive: Bool, usesColor: Bool = false) -> Terminal {
    Terminal(isInteractive: isInteractive, usesColor: usesColor) { self.append($0) }
  }
}

/// What callbacks are told in a short run.
enum ReporterFixture {
  static func epoch(_ number: Int, score: Double?, isBest: Bool = true) -> CallbackContext {
    var values = MetricValues()
    values["loss"] = 0.5
    values["f1_macro"] = score
    var context = start
    context.epoch = number
    context.trainingMetrics = values
    context.validationMetrics = values
    context.record = EpochRecord(
      epoch: number, globalStep: 10 * number, training: values, validation: values,
      learningRate: 0.001, epochTime: 2, imagesPerSecond: 120, gradientNorm: nil)
    context.isBest = isBest
    return context
  }

  static func step(_ number: Int) -> CallbackContext {
    var context = start
    context.step = number
    context.globalStep = number
    context.batchLoss = 0.7
    context.runningLoss = 0.8
    context.imagesPerSecond = 120
    return context
  }

  static func message(_ text: String) -> CallbackContext {
    var context = start
    context.message = text
    return context
  }

  /// The beginning of the first epoch.
  static var start: CallbackContext {
    var context = CallbackContext(
      runName: "exp1", folders: RunFolders(models: "models", logs: "logs"), epochs: 3)
    context.steps = 10
    context.learningRate = 0.001
    return context
  }
}

extension Callback {
  /// Calls a hook as a trainer would.
  mutating func take(_ hook: Hook, _ context: CallbackContext) throws {
    var context = context
    try handle(hook, &context)
  }
}
