import Basics
import Training

/// Tells a program about a run: one JSON object a line.
public struct JSONReporter: Callback {
  private let reportsSteps: Bool
  private let write: (String) -> Void

  /// Creates a reporter.
  ///
  /// - Parameters:
  ///   - reportsSteps: Whether each step is told of, not the epochs alone.
  ///   - write: Takes each line, without its newline.
  public init(reportsSteps: Bool = true, write: @escaping (String) -> Void) {
    self.reportsSteps = reportsSteps
    self.write = write
  }

  public var name: String { "JSON events" }

  public func epochStarted(_ context: inout CallbackContext) {
    emit(
      "epoch_start",
      [
        "epoch": .int(context.epoch), "epochs": .int(context.epochs), "steps": .int(context.steps),
      ])
  }

  public func trainingBatchEnded(_ context: inout CallbackContext) {
    if let badStep = context.badStep {
      emit(
        "bad_step",
        [
          "epoch": .int(context.epoch), "step": .int(context.step),
          "consecutive": .int(badStep.consecutive), "total": .int(badStep.total),
          "origin": badStep.origin.map(JSONValue.string) ?? .null,
        ])
    }
    guard reportsSteps, let loss = context.batchLoss else { return }
    emit(
      "step_end",
      [
        "epoch": .int(context.epoch), "step": .int(context.step), "steps": .int(context.steps),
        "global_step": .int(context.globalStep), "loss": .double(loss),
        "running_loss": JSONValue(context.runningLoss),
        "learning_rate": .double(context.learningRate),
        "images_per_s": .double(context.imagesPerSecond),
      ])
  }

  public func validationLoopEnded(_ context: inout CallbackContext) {
    var object: JSONObject = [
      "epoch": .int(context.epoch), "global_step": .int(context.globalStep),
      "within_epoch": .bool(context.isWithinEpoch),
    ]
    for entry in context.validationMetrics?.prefixed("val_").entries ?? [] {
      object[entry.name] = JSONValue(entry.value)
    }
    emit("validation_end", object)
  }

  public func epochEnded(_ context: inout CallbackContext) {
    emit("epoch_end", context.epochFields)
  }

  public func warning(_ context: inout CallbackContext) {
    var fields: JSONObject = ["text": .string(context.message ?? "")]
    if let subject = context.subject { fields["about"] = .string(subject) }
    emit("warning", fields)
  }

  public func notice(_ context: inout CallbackContext) {
    emit("notice", ["text": .string(context.message ?? "")])
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

extension CallbackContext {
  /// What the epoch came to, as one object.
  fileprivate var epochFields: JSONObject {
    var object: JSONObject = ["epoch": .int(epoch), "epochs": .int(epochs)]
    guard let record else { return object }
    let values = record.training.prefixed("train_")
      .merging(record.validation?.prefixed("val_") ?? MetricValues())
    for entry in values.entries {
      object[entry.name] = JSONValue(entry.value)
    }
    object["learning_rate"] = .double(record.learningRate)
    object["epoch_time"] = .double(record.epochTime)
    object["images_per_s"] = .double(record.imagesPerSecond)
    object["grad_norm"] = JSONValue(record.gradientNorm)
    for entry in record.logged.merging(logged).entries {
      object[entry.name] = JSONValue(entry.value)
    }
    object["is_best"] = .bool(isBest)
    return object
  }
}
