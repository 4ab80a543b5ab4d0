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

/// The events of a short run.
enum ReporterFixture {
  static func epoch(_ number: Int, score: Double?, isBest: Bool = true) -> TrainingEvent {
    var values = MetricValues()
    values["loss"] = 0.5
    values["f1_macro"] = score
    return .epochEnded(
      TrainingEvent.EpochReport(
        record: EpochRecord(
          epoch: number, globalStep: 10 * number, training: values, validation: values,
          learningRate: 0.001, epochTime: 2, imagesPerSecond: 120, gradientNorm: nil),
        epochs: 3, isBest: isBest))
  }

  static func step(_ number: Int) -> TrainingEvent {
    .stepEnded(
      TrainingEvent.StepReport(
        epoch: 1, step: number, steps: 10, globalStep: number, loss: 0.7, runningLoss: 0.8,
        learningRate: 0.001, imagesPerSecond: 120))
  }
}
