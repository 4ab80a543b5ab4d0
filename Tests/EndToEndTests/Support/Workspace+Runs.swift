import Basics
import Checkpoints
import Testing

/// What a run learned, without anything that depends on the clock.
struct LearnedState: Equatable {
  var models: [String: [String: PickleValue]] = [:]
  var histories: [String: JSONValue] = [:]
  var texts: [String: String] = [:]
}

extension Workspace {
  /// Reads what the run in `models/` and `logs/`, or below another folder, learned.
  func learned(in folder: String = ".") throws -> LearnedState {
    var result = LearnedState()
    let models = FilePath.join(folder, "models")
    for name in try list(models) where name.hasSuffix(".pth") {
      let content = try PyTorchFile.read(path(FilePath.join(models, name)))
      for key in [
        "epoch", "global_step", "model_state_dict", "optimizer_state_dict", "scheduler_state_dict",
        "random_state", "loss", "accuracy", "metrics",
      ] {
        result.models[name, default: [:]][key] = try content.value(at: .string(key))
      }
    }
    for name in ["training_history.json", "validation_history.json"] {
      let history = try json(FilePath.join(folder, "logs", name)).object ?? [:]
      let kept = history.pairs.filter { !["epoch_time", "images_per_s"].contains($0.key) }
      result.histories[name] = .object(JSONObject(kept.map { ($0.key, $0.value) }))
    }
    for name in [
      "metrics_test.json", "predictions_test.csv", "steps.csv", "splits.json", "lr_finder.json",
      "batch_size_finder.json",
    ] {
      let file = FilePath.join(folder, "logs", name)
      result.texts[name] = exists(file) ? try text(file) : nil
    }
    return result
  }

  /// Checks that two runs learned the same, bit for bit.
  func expectSame(
    _ left: LearnedState, _ right: LearnedState, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      left.models.keys.sorted() == right.models.keys.sorted(), sourceLocation: sourceLocation)
    for (name, model) in left.models {
      for (key, value) in model {
        let isSame = right.models[name]?[key] == value
        #expect(isSame, "\(name): \(key) differs", sourceLocation: sourceLocation)
      }
    }
    #expect(left.histories == right.histories, sourceLocation: sourceLocation)
    #expect(left.texts == right.texts, sourceLocation: sourceLocation)
  }

  /// Checks that every file of the newest run can be read.
  func expectWholeFiles(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for name in exists("models") ? try list("models") : [] where name.hasSuffix(".pth") {
      #expect(throws: Never.self, "\(name)", sourceLocation: sourceLocation) {
        try PyTorchFile.read(path("models/\(name)"))
      }
    }
    for name in exists("logs") ? try list("logs") : [] where name.hasSuffix(".json") {
      #expect(throws: Never.self, "\(name)", sourceLocation: sourceLocation) {
        try json("logs/\(name)")
      }
    }
  }
}
