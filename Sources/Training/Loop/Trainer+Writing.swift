import Basics
import Checkpoints
import Optimizers

extension Trainer {
  /// The files that could not be written, and why; empty when all is well.
  public var unwrittenFiles: [String: String] { failedWrites }

  /// Tries once more to write what could not be written.
  ///
  /// - Throws: `TrainingError.notSaved` when there is still something.
  public mutating func finishSaving() throws(TrainingError) {
    guard !failedWrites.isEmpty else { return }
    // The last checkpoint is the one that most is lost with.
    if failedWrites[RunFolders.lastName] != nil {
      saveWithinEpoch()
    } else {
      retryUnsaved()
      attempt("the histories") { (trainer) throws(FileError) in try trainer.writeProgress() }
    }
    if let reason = failedWrites.min(by: { $0.key < $1.key })?.value {
      throw .notSaved(files: failedWrites.keys.sorted(), reason: reason)
    }
  }

  /// Writes a checkpoint; one that cannot be written is kept for the next opportunity.
  mutating func write(_ content: PickleValue, as name: String, isBest: Bool) {
    let isWritten = attempt(name) { (trainer) throws(TrainingError) in
      try trainer.saver.save(content, as: name)
    }
    guard isWritten else {
      keep(UnsavedCheckpoint(name: name, content: content, epoch: progress.epoch))
      return
    }
    let path = FilePath.join(saver.folders.models, name)
    let epoch = progress.epoch
    let isWithinEpoch = progress.current.step > 0
    let record = isWithinEpoch ? nil : progress.history.epochs.last
    call(.checkpointSaved) { context in
      context.checkpoint = path
      if let record { context.show(record, isBest: isBest, steps: context.steps) }
      context.epoch = isWithinEpoch ? epoch + 1 : max(epoch, 1)
    }
  }

  /// Writes `last_model.pth`, of which no older content is of any use.
  mutating func writeLast(_ content: PickleValue, isBest: Bool) {
    attempt("steps.csv") { (trainer) throws(FileError) in
      try trainer.saver.synchronizeStepTable()
    }
    write(content, as: RunFolders.lastName, isBest: isBest)
  }

  /// Writes a row of `steps.csv`.
  mutating func appendStep(_ loss: Double) {
    attempt("steps.csv") { (trainer) throws(TrainingError) in
      trainer.progress.stepTableLength = try trainer.saver.appendStep(
        step: trainer.progress.globalStep, epoch: trainer.progress.epoch + 1, loss: loss,
        learningRate: trainer.learningRate)
    }
  }

  /// Tries again to write checkpoints that could not be written.
  mutating func retryUnsaved() {
    let waiting = unsaved
    unsaved = []
    for item in waiting {
      let isWritten = attempt(item.name) { (trainer) throws(TrainingError) in
        try trainer.saver.save(item.content, as: item.name)
      }
      if !isWritten { keep(item) }
    }
  }

  /// Keeps what could not be written: the best, and the newest of those of every interval.
  private mutating func keep(_ item: UnsavedCheckpoint) {
    guard item.name != RunFolders.lastName else { return }
    unsaved.removeAll { ($0.name == RunFolders.bestName) == (item.name == RunFolders.bestName) }
    unsaved.append(item)
    let names = Set(unsaved.map(\.name))
    failedWrites = failedWrites.filter { name, _ in
      !name.hasPrefix("checkpoint_epoch_") || names.contains(name)
    }
  }

  /// Does something that may fail without ending the run; tells when that begins and when it is over.
  @discardableResult
  mutating func attempt<Failure: Error>(
    _ name: String, _ body: (inout Trainer) throws(Failure) -> Void
  ) -> Bool {
    do throws(Failure) {
      try body(&self)
    } catch {
      if failedWrites.updateValue("\(error)", forKey: name) == nil {
        warn("\(error); training goes on, and it is tried again")
      }
      return false
    }
    if failedWrites.removeValue(forKey: name) != nil { note("\(name) is written again") }
    return true
  }
}
