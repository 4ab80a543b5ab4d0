import Basics
import Training

/// What a hook has to say, as one JSON object: for outside programs and for `events.jsonl`.
///
/// `docs/extending.md` describes the schema. It holds no identifiers of samples.
public struct HookDocument: Sendable {
  /// The object.
  public let json: JSONValue

  /// Describes a hook.
  ///
  /// - Parameters:
  ///   - hook: The moment.
  ///   - context: What callbacks are told at it.
  ///   - time: The present moment, in seconds since 1970.
  public init(_ hook: Hook, _ context: CallbackContext, time: Double) {
    var object: JSONObject = [
      "event": .string(hook.rawValue), "time": .string(WallClock.iso8601WithMicroseconds(time)),
      "run": .string(context.runName), "epoch": .int(context.epoch),
      "epochs": .int(context.epochs), "step": .int(context.step), "steps": .int(context.steps),
      "global_step": .int(context.globalStep), "learning_rate": .double(context.learningRate),
    ]
    Self.add(hook, context, to: &object)
    json = .object(object)
  }

  private static func add(_ hook: Hook, _ context: CallbackContext, to object: inout JSONObject) {
    switch hook {
    case .trainingSessionStarted:
      object["models_dir"] = .string(context.folders.models)
      object["logs_dir"] = .string(context.folders.logs)
    case .checkpointLoaded, .checkpointSaved:
      object["checkpoint"] = .string(context.checkpoint ?? "")
      object["is_best"] = .bool(context.isBest)
    case .trainingBatchEnded:
      object["loss"] = JSONValue(context.batchLoss)
      object["running_loss"] = JSONValue(context.runningLoss)
      object["grad_norm"] = JSONValue(context.gradientNorm)
      object["images_per_s"] = .double(context.imagesPerSecond)
      if let badStep = context.badStep {
        object["bad_step"] = [
          "consecutive": .int(badStep.consecutive), "total": .int(badStep.total),
          "origin": badStep.origin.map(JSONValue.string) ?? .null,
        ]
      }
    case .trainingLoopEnded:
      object["training"] = context.trainingMetrics?.json ?? .null
    case .validationLoopEnded:
      object["validation"] = context.validationMetrics?.json ?? .null
      object["within_epoch"] = .bool(context.isWithinEpoch)
    case .epochEnded:
      object["training"] = context.trainingMetrics?.json ?? .null
      object["validation"] = context.validationMetrics?.json ?? .null
      object["logged"] = (context.record?.logged ?? MetricValues()).merging(context.logged).json
      object["epoch_time"] = JSONValue(context.record?.epochTime)
      object["images_per_s"] = .double(context.imagesPerSecond)
      object["grad_norm"] = JSONValue(context.record?.gradientNorm)
      object["is_best"] = .bool(context.isBest)
    case .trainingSessionEnded:
      object["status"] = .string(context.ending?.status.rawValue ?? "")
      object["reason"] = .string(context.ending?.text ?? "")
      if case .ended(_, let test?) = context.ending { object["test"] = test.json }
    case .warning, .notice:
      object["message"] = .string(context.message ?? "")
    case .epochStarted, .trainingLoopStarted, .trainingBatchStarted, .validationLoopStarted,
      .validationBatchStarted, .validationBatchEnded:
      break
    }
  }
}

extension SessionEnding {
  /// The status that `run.json` gives such an ending.
  public var status: RunRecord.Status {
    switch self {
    case .ended(.interrupted, _): .interrupted
    case .ended: .completed
    case .failed: .failed
    }
  }
}
