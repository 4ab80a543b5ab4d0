import Basics
import Training

/// Tells a program about a run: one JSON object a line.
public struct JSONReporter: TrainingObserver {
  private let write: (String) -> Void

  /// Creates a reporter.
  ///
  /// - Parameter write: Takes each line, without its newline.
  public init(write: @escaping (String) -> Void) {
    self.write = write
  }

  public mutating func observe(_ event: TrainingEvent) {
    switch event {
    case .epochStarted(let epoch, let epochs, let steps):
      emit("epoch_start", ["epoch": .int(epoch), "epochs": .int(epochs), "steps": .int(steps)])
    case .stepEnded(let report):
      emit(
        "step_end",
        [
          "epoch": .int(report.epoch), "step": .int(report.step), "steps": .int(report.steps),
          "global_step": .int(report.globalStep), "loss": .double(report.loss),
          "running_loss": .double(report.runningLoss),
          "learning_rate": .double(report.learningRate),
          "images_per_s": .double(report.imagesPerSecond),
        ])
    case .validationAdvanced:
      break
    case .epochEnded(let report):
      emit("epoch_end", report.fields)
    case .badStep(let epoch, let step, let consecutive):
      emit(
        "bad_step", ["epoch": .int(epoch), "step": .int(step), "consecutive": .int(consecutive)])
    case .notice(let text):
      emit("notice", ["text": .string(text)])
    }
  }

  /// Writes one event that is not the trainer's.
  public func emit(_ event: String, _ fields: JSONObject) {
    var object: JSONObject = ["event": .string(event)]
    for (key, value) in fields.pairs {
      object[key] = value
    }
    write(JSONValue.object(object).text())
  }
}

extension TrainingEvent.EpochReport {
  fileprivate var fields: JSONObject {
    var object: JSONObject = ["epoch": .int(record.epoch), "epochs": .int(epochs)]
    let values = record.training.prefixed("train_")
      .merging(record.validation?.prefixed("val_") ?? MetricValues())
    for entry in values.entries {
      object[entry.name] = JSONValue(entry.value)
    }
    object["learning_rate"] = .double(record.learningRate)
    object["epoch_time"] = .double(record.epochTime)
    object["images_per_s"] = .double(record.imagesPerSecond)
    object["grad_norm"] = JSONValue(record.gradientNorm)
    object["is_best"] = .bool(isBest)
    return object
  }
}
