import Basics
import Checkpoints
import Layers
import Optimizers
import TensorCore

extension Trainer {
  /// Saves a completed epoch: first the models that may be wanted later, then `last_model.pth`, from which the run
  /// would continue, then everything that can be made again from it.
  ///
  /// What cannot be written is reported and tried again behind the next epoch; training goes on.
  mutating func save(isBest: Bool) {
    let content = checkpoint()
    if isBest { unsaved.removeAll { $0.name == RunFolders.bestName } }
    retryUnsaved()
    if isBest {
      write(content, as: RunFolders.bestName, isBest: isBest)
    }
    let isDue = options.checkpointInterval > 0 && progress.epoch % options.checkpointInterval == 0
    if isDue {
      write(content, as: "checkpoint_epoch_\(progress.epoch).pth", isBest: isBest)
    }
    writeLast(content, isBest: isBest)
    if isDue, options.keptCheckpoints > 0 {
      attempt("the removal of old checkpoints") { (trainer) throws(FileError) in
        try trainer.saver.pruneEpochCheckpoints(keeping: trainer.options.keptCheckpoints)
      }
    }
    attemptProgress()
  }

  /// Saves in the middle of an epoch.
  ///
  /// - Parameter isBest: Whether a validation within the epoch has just found the best weights so far.
  mutating func saveWithinEpoch(isBest: Bool = false) {
    let content = checkpoint()
    if isBest { unsaved.removeAll { $0.name == RunFolders.bestName } }
    retryUnsaved()
    if isBest { write(content, as: RunFolders.bestName, isBest: true) }
    writeLast(content, isBest: isBest)
    attemptProgress()
  }

  private mutating func attemptProgress() {
    attempt("the histories") { (trainer) throws(FileError) in try trainer.writeProgress() }
  }

  /// Writes what the checkpoint knows to the files that people and scripts read.
  func writeProgress() throws(FileError) {
    try saver.writeHistory(progress.history, table: options.writesTables)
    try saver.update { record in
      record.epochsTrained = progress.epoch
      record.bestEpoch = progress.best.epoch
      record.bestMetric = progress.best.value.map {
        RunRecord.BestMetric(name: bestMetricName, value: $0)
      }
      record.badSteps = progress.totalBadSteps
      record.trainingTime = progress.trainingTime
    }
  }

  /// The metric that decides what is best, with its split.
  public var bestMetricName: String {
    (validation == nil ? "train_" : "val_") + progress.best.metric
  }

  /// The epoch with the best weights; nil before the first.
  public var bestEpoch: Int? { progress.best.epoch }

  /// The best value; nil before the first.
  public var bestValue: Double? { progress.best.value }

  /// The whole run as PyTorch would save it.
  private func checkpoint() -> PickleValue {
    let values =
      progress.history.validations.last?.values ?? progress.history.epochs.last?.training
      ?? MetricValues()
    let metrics = values.entries.map { entry in
      (key: PickleKey.string(entry.name), value: entry.value.map(PickleValue.double) ?? .null)
    }
    var content = PickleDictionary()
    content["epoch"] = .int(progress.epoch)
    content["global_step"] = .int(progress.globalStep)
    content["model_state_dict"] = stateDict(of: scoredState)
    if average != nil {
      content["raw_model_state_dict"] = stateDict(of: state)
    }
    content["optimizer_state_dict"] = optimizer.stateDict(
      layout: model.layout, learningRate: learningRate)
    content["scheduler_state_dict"] = PickleValue(schedule.exportedState)
    content["random_state"] = [
      "seed": .string(String(options.seed)), "epoch": .int(progress.epoch),
      "step": .int(progress.current.step),
    ]
    content["loss"] = values["loss"].map(PickleValue.double) ?? .null
    content["accuracy"] = values["accuracy"].map(PickleValue.double) ?? .null
    content["metrics"] = .dictionary(PickleDictionary(metrics))
    for (key, value) in saver.card.entries {
      content[key] = value
    }
    content["progress"] = .string(progress.state.text())
    content["callbacks"] = .string(callbacks.state.text())
    return .dictionary(content)
  }

  private func stateDict(of state: ModelState) -> PickleValue {
    .dictionary(PickleDictionary(stateDict: model.layout.stored(state)))
  }

  /// Takes the weights of a checkpoint, and their moving average where one is kept.
  private mutating func takeWeights(
    of content: PickleValue, at path: String
  ) throws(TrainingError) {
    func weights(_ key: String) throws(TrainingError) -> ModelState {
      try ModelFile.state(
        of: content, key: key, at: path, layout: model.layout, pool: backend.storagePool)
    }
    let scored = try weights("model_state_dict")
    let isAveraged = content["raw_model_state_dict"] != nil
    state = isAveraged ? try weights("raw_model_state_dict") : scored
    average = options.averageDecay.map { WeightAverage(decay: $0, of: scored) }
  }

  /// Continues a run from what one of its checkpoints holds: weights, optimizer, schedule, counters and histories.
  ///
  /// Files that went on after the checkpoint are brought back to it.
  public mutating func resume(from path: String) throws(TrainingError) {
    let content: PickleValue
    do {
      content = try PyTorchFile.read(path)
      guard let text = content["progress"]?.stringValue, let json = try? JSONValue.parse(text),
        progress.restore(json)
      else {
        throw TrainingError.notResumable(
          path: path, reason: "it holds no progress of a run with these metrics")
      }
      guard content["random_state"]?["seed"]?.stringValue == String(options.seed) else {
        throw TrainingError.notResumable(path: path, reason: "its run had another seed")
      }
      guard let scheduleState = content["scheduler_state_dict"]?.exportedItems else {
        throw TrainingError.notResumable(path: path, reason: "it holds no scheduler's state")
      }
      try schedule.restore(scheduleState)
      try optimizer.restore(
        try content.value(at: "optimizer_state_dict"), layout: model.layout,
        pool: backend.storagePool)
    } catch let error as CheckpointError {
      throw .checkpoint(path: path, error)
    } catch let error as TrainingError {
      throw error
    } catch {
      throw .notResumable(path: path, reason: "\(error)")
    }
    for name in callbacks.restore(
      (content["callbacks"]?.stringValue).flatMap { try? JSONValue.parse($0) })
    {
      warn("the state of \(name) in \(path) does not fit it: it begins anew")
    }
    resumedCheckpoint = path
    try takeWeights(of: content, at: path)
    try TrainingError.wrappingFile { () throws(FileError) in
      try saver.restoreStepTable(length: progress.stepTableLength)
      try writeProgress()
    }
  }
}
