import Basics
import Training

/// A message on how a run goes: numbers and names of the run, nothing of its samples.
struct Notification {
  let occasion: NotifyOptions.Occasion
  let run: String
  let epoch: Int
  let epochs: Int
  let values: MetricValues
  let reason: String?

  init(_ occasion: NotifyOptions.Occasion, _ context: CallbackContext) {
    self.occasion = occasion
    run = context.runName
    epoch = context.epoch
    epochs = context.epochs
    var values = MetricValues()
    for name in ["loss", "accuracy", "f1_macro"] {
      for (split, metrics) in [
        ("train_", context.trainingMetrics ?? context.record?.training),
        ("val_", context.validationMetrics ?? context.record?.validation),
        ("test_", context.ending?.test),
      ] {
        if let metrics, metrics.contains(name) { values[split + name] = metrics[name] }
      }
    }
    self.values = values
    // The text of an error may name a file, and with it a patient.
    reason =
      context.ending?.status == .failed
      ? "the reason is in run.log" : context.ending?.text
  }

  /// The first line of an e-mail.
  var subject: String {
    let what =
      switch occasion {
      case .started: "begins"
      case .epoch: "epoch \(epoch) of \(epochs)"
      case .best: "best so far in epoch \(epoch)"
      case .completed: "is complete"
      case .interrupted: "was interrupted"
      case .failed: "failed"
      }
    return "Roentgen: run \(run) \(what)"
  }

  /// All of it, for people.
  var text: String {
    let shown = values.entries.map { entry in
      "\(entry.name) " + (entry.value.map { NumberText.fixed($0, decimals: 4) } ?? "undefined")
    }
    return ([subject] + (reason.map { [$0] } ?? []) + shown).joined(separator: "\n")
  }

  /// All of it, for programs: `text` is what Slack shows, `content` what Discord shows.
  var json: JSONValue {
    [
      "text": .string(text), "content": .string(text), "event": .string(occasion.rawValue),
      "run": .string(run), "epoch": .int(epoch), "epochs": .int(epochs), "metrics": values.json,
      "reason": reason.map(JSONValue.string) ?? .null,
    ]
  }
}

extension SessionEnding {
  /// The scores of the test split, if they were taken.
  fileprivate var test: MetricValues? {
    if case .ended(_, let test) = self { test } else { nil }
  }
}
