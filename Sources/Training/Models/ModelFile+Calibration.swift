import Checkpoints

extension ModelFile {
  /// What calibrates the model's probabilities; nil when nothing was fitted, or the file says nothing usable.
  public var calibration: TemperatureScaling? {
    guard let stored = content["calibration"],
      let temperature = stored["temperature"]?.doubleValue,
      TemperatureScaling.range.contains(temperature),
      let count = stored["answers"]?.intValue
    else { return nil }
    return TemperatureScaling(temperature: temperature, answerCount: count)
  }

  /// Stores what calibrates a saved model's probabilities in its file, as `calibration`; nil removes it.
  public static func store(
    _ calibration: TemperatureScaling?, in path: String
  ) throws(TrainingError) {
    do throws(CheckpointError) {
      guard let old = try PyTorchFile.read(path).dictionaryValue else {
        throw CheckpointError(.notACheckpoint(expected: "a dictionary"), path: path)
      }
      var content = PickleDictionary(old.pairs.filter { $0.key != "calibration" })
      if let calibration {
        content["calibration"] = [
          "temperature": .double(calibration.temperature), "answers": .int(calibration.answerCount),
        ]
      } else if old.count == content.count {
        return
      }
      try PyTorchFile.write(.dictionary(content), to: path)
    } catch {
      throw .checkpoint(path: path, error)
    }
  }
}
