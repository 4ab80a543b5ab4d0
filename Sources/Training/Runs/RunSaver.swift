import Basics
import Checkpoints

/// Writes a run's files, each of them whole, and keeps `run.json` true at every moment.
public final class RunSaver {
  /// Where the files go.
  public let folders: RunFolders
  /// What `run.json` says.
  public private(set) var record: RunRecord
  /// What saved models say about themselves.
  public let card: ModelCard
  private var stepTable: AppendFile?
  /// Rows of `steps.csv` that could not be written yet.
  private var unwrittenRows = ""

  /// The bytes of such rows that are kept.
  private static let unwrittenLimit = 1 << 20

  /// Prepares to write; nothing is written yet.
  public init(folders: RunFolders, record: RunRecord, card: ModelCard) {
    self.folders = folders
    self.record = record
    self.card = card
  }

  /// The files that every run may have; they are the run's own even before they exist.
  private static let standardFiles = [
    "models/best_model.pth", "models/last_model.pth", "logs/training_history.json",
    "logs/validation_history.json", "logs/run.json", "logs/resolved.ini", "logs/splits.json",
    "logs/run.log", "logs/metrics.csv", "logs/steps.csv", "logs/predictions_test.csv",
    "logs/metrics_test.json",
  ]

  /// Creates the folders, the files from which the run could be repeated, and `run.json`.
  ///
  /// That one comes last: a run that has it can be resumed.
  public func begin(splits: Splits, samples: [Sample]) throws(FileError) {
    try FileSystem.createDirectory(folders.models)
    try FileSystem.createDirectory(folders.logs)
    try removeLeftovers()
    try AtomicFile.write(card.configuration, to: folders.resolvedConfiguration)
    try splits.write(to: folders.splits, samples: samples)
    try own(Self.standardFiles)
  }

  /// Goes on with a run that has begun: under the present configuration, as `run.json` then says.
  public func continueRun() throws(FileError) {
    try removeLeftovers()
    try AtomicFile.write(card.configuration, to: folders.resolvedConfiguration)
    try update { record in
      record.status = .running
      record.stopReason = nil
    }
  }

  /// Removes what killed programs left half written.
  private func removeLeftovers() throws(FileError) {
    try AtomicFile.removeLeftovers(in: folders.models)
    try AtomicFile.removeLeftovers(in: folders.logs)
  }

  /// Changes `run.json`.
  public func update(_ change: (inout RunRecord) -> Void) throws(FileError) {
    change(&record)
    try AtomicFile.write(record.json.text(pretty: true), to: folders.record)
  }

  /// Adds files to those that are the run's own, before they are written.
  public func own(_ files: [String]) throws(FileError) {
    let new = files.filter { !record.files.contains($0) }
    try update { $0.files += new }
  }

  /// Appends a row to `steps.csv`, and gives the table's length in bytes.
  ///
  /// A row that cannot be written waits for the next one.
  func appendStep(
    step: Int, epoch: Int, loss: Double, learningRate: Double
  ) throws(TrainingError) -> Int {
    if unwrittenRows.utf8.count < Self.unwrittenLimit {
      unwrittenRows += "\(step),\(epoch),\(loss.csvCell),\(learningRate.csvCell)\n"
    }
    return try TrainingError.wrappingFile { () throws(FileError) in
      let table = try openedStepTable()
      try table.append((table.length == 0 ? "step,epoch,loss,learning_rate\n" : "") + unwrittenRows)
      unwrittenRows = ""
      return table.length
    }
  }

  /// Cuts `steps.csv` back to what a checkpoint knew of it; a table that someone shortened stays as it is.
  func restoreStepTable(length: Int) throws(FileError) {
    guard FileSystem.exists(folders.steps) else { return }
    let size = try FileSystem.fileSize(folders.steps)
    stepTable = try AppendFile(folders.steps, keeping: min(length, size))
  }

  private func openedStepTable() throws(FileError) -> AppendFile {
    if let stepTable { return stepTable }
    let table = try AppendFile(folders.steps, keeping: 0)
    stepTable = table
    return table
  }

  /// Saves a model file under a name such as `best_model.pth`.
  func save(_ content: PickleValue, as name: String) throws(TrainingError) {
    let path = FilePath.join(folders.models, name)
    do {
      try own(["models/\(name)"])
    } catch {
      throw .file(error)
    }
    do {
      try PyTorchFile.write(content, to: path)
    } catch {
      throw .checkpoint(path: path, error)
    }
  }

  /// Removes the oldest of the run's checkpoints of single epochs, so that `count` remain.
  func pruneEpochCheckpoints(keeping count: Int) throws(FileError) {
    let prefix = "models/checkpoint_epoch_"
    let checkpoints = record.files.filter { $0.hasPrefix(prefix) }
      .sorted { epochNumber($0, prefix) < epochNumber($1, prefix) }
    let surplus = Set(checkpoints.dropLast(count))
    guard !surplus.isEmpty else { return }
    for file in surplus {
      if let path = folders.path(of: file), FileSystem.exists(path) {
        try FileSystem.remove(path)
      }
    }
    try update { $0.files.removeAll { surplus.contains($0) } }
  }

  private func epochNumber(_ file: String, _ prefix: String) -> Int {
    Int(file.dropFirst(prefix.count).prefix { $0.isNumber }) ?? 0
  }

  /// Waits until `steps.csv` is on the device, as far as a checkpoint is about to say it is.
  func synchronizeStepTable() throws(FileError) {
    try stepTable?.synchronize()
  }

  /// Rewrites the histories and `metrics.csv`.
  func writeHistory(_ history: TrainingHistory, table: Bool) throws(FileError) {
    try AtomicFile.write(
      history.trainingJSON.text(pretty: true),
      to: FilePath.join(folders.logs, "training_history.json"))
    try AtomicFile.write(
      history.validationJSON.text(pretty: true),
      to: FilePath.join(folders.logs, "validation_history.json"))
    if table {
      try AtomicFile.write(history.csv, to: folders.metrics)
    }
  }
}
