import Basics
import Checkpoints

extension ModelFile {
  /// What a file says that is of use without a training: the weights, the card, how well it did.
  private static let lasting: Set<PickleKey> = [
    "epoch", "global_step", "model_state_dict", "loss", "accuracy", "metrics", "model_config",
    "preprocessing", "classes", "config", "version", "calibration",
  ]

  /// Writes the file without what only its training needs: optimizer, schedule, random numbers.
  ///
  /// - Throws: `TrainingError.checkpoint` when it cannot be written.
  public func writeModel(to path: String) throws(TrainingError) {
    let pairs = (content.dictionaryValue?.pairs ?? []).filter { Self.lasting.contains($0.key) }
    do {
      try PyTorchFile.write(.dictionary(PickleDictionary(pairs)), to: path)
    } catch {
      throw .checkpoint(path: path, error)
    }
  }

  /// Writes the weights under PyTorch's names as safetensors, with the facts of the card as metadata.
  ///
  /// - Throws: `TrainingError.checkpoint` when it cannot be written.
  public func writeSafetensors(to path: String) throws(TrainingError) {
    do {
      let tensors = try content.stateDict(at: "model_state_dict")
      var metadata = ["format": "pt"]
      for (key, value) in facts { metadata[key] = value }
      try SafetensorsFile(tensors: tensors, metadata: metadata).write(to: path)
    } catch {
      throw .checkpoint(path: path, error)
    }
  }

  /// What the model says about itself as texts, for formats that know only these.
  public var facts: [(key: String, value: String)] {
    func list(_ names: [String]) -> String { JSONValue.array(names.map(JSONValue.string)).text() }
    let preprocessing = card.preprocessing.sorted { $0.key < $1.key }
    var facts = [
      (key: "architecture", value: card.architecture), (key: "head", value: card.task.headName),
      (key: "classes", value: list(card.task.classes)),
      (
        key: "preprocessing",
        value: JSONValue.object(
          JSONObject(preprocessing.map { (key: $0.key, value: .string($0.value)) })
        ).text()
      ),
      (key: "config", value: card.configuration), (key: "version", value: card.version),
    ]
    if case .zones(let zones, _, let unknown) = card.task {
      facts += [
        (key: "zones", value: list(zones)), (key: "unknown_class", value: "\(unknown)"),
        (key: "notice", value: "Research software: not for clinical use."),
      ]
    }
    if let temperature = calibration?.temperature {
      facts.append((key: "temperature", value: "\(temperature)"))
    }
    return facts
  }
}
