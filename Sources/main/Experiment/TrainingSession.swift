import Basics
import Config
import Glibc
import Layers
import Optimizers
import Reporting
import TensorCore
import Training

/// One sitting of a run: from opening the data to the summary.
struct TrainingSession {
  let context: CommandContext
  let configuration: Configuration

  private var console: Console { context.console }

  /// Begins a new run; the files of the one before it move away first.
  ///
  /// - Parameter note: A file of the run's own to write into its models' folder, made once its name is known.
  func start(
    in store: RunStore, forkedFrom fork: RunStore.Entry?,
    note: (name: String, text: String)? = nil
  ) throws -> Int32 {
    guard configuration.triedBatches != nil else {
      return try begin(in: store, forkedFrom: fork, note: note)
    }
    // All files are written, but where nobody looks: the newest run stays where it is.
    let folder = FilePath.join(
      context.environment["TMPDIR"] ?? "/tmp", "roentgen-\(getpid())")
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.removeTree(folder) }
    let temporary = RunStore(
      newest: RunFolders(movedTo: folder), archive: FilePath.join(folder, "runs"))
    return try begin(in: temporary, forkedFrom: fork, note: note)
  }

  private func begin(
    in store: RunStore, forkedFrom fork: RunStore.Entry?, note: (name: String, text: String)?
  ) throws -> Int32 {
    let lock = try RunLock.take(store.newest)
    defer { _ = lock }
    let weights = try fork?.weights ?? configuration.pretrainedPath()
    var experiment = try open(weights: weights)
    var state = experiment.model.layout.initialState(
      random: RandomSource(seed: experiment.training.seed), pool: experiment.backend.storagePool)
    if let weights {
      try experiment.loadWeights(from: weights, into: &state, console: console)
    }
    let tuning = try Tuner(console: console).tune(&experiment, state: state)
    // The weights may be of the run that now moves away.
    let weightsInFuture = try weights.map { (path) throws(FileError) in
      try store.futurePath(of: path)
    }
    let record = RunRecord(
      name: try store.makeRoom(), seed: experiment.training.seed,
      threads: experiment.backend.threadCount, version: Entry.version,
      datasetHash: DatasetHash.hexadecimal(of: experiment.dataset))
    let isStateTaken = fork != nil && context.arguments.contains("--fork-optimizer")
    let stateSource =
      isStateTaken ? weights : configuration.optimizationOptions.stateSource
    let stateInFuture = try stateSource.map { (path) throws(FileError) in
      try store.futurePath(of: path)
    }
    let saver = try makeSaver(
      experiment, record: record, folders: store.newest, forkedFrom: fork?.record.name,
      weights: weightsInFuture, optimizerState: stateInFuture)
    try saver.begin(splits: experiment.splits, samples: experiment.dataset.samples)
    for file in tuning {
      try saver.own(["logs/\(file.name)"])
      try AtomicFile.write(file.content, to: FilePath.join(store.newest.logs, file.name))
    }
    if let note {
      try saver.own(["models/\(note.name)"])
      try AtomicFile.write(note.text, to: FilePath.join(store.newest.models, note.name))
    }
    console.note("run \(record.name): \(experiment.description)")
    return try RunConductor(
      console: console, experiment: experiment, saver: saver, state: state,
      environment: context.environment,
      evaluatesTest: !context.arguments.contains("--no-test")
    ).conduct(.new(optimizerState: stateInFuture))
  }

  /// Continues a run where it lies; a completed one is left as it is.
  func resume(_ entry: RunStore.Entry, from checkpoint: String?) throws -> Int32 {
    guard configuration.triedBatches == nil else { throw RunError.triedResume }
    let lock = try RunLock.take(entry.folders)
    defer { _ = lock }
    let isExtended =
      configuration.trainingOptions.epochs > entry.record.epochsTrained
      && entry.record.stopReason == StopReason.epochsReached.text
    if entry.record.status == .completed, checkpoint == nil, !isExtended {
      console.note("run \(entry.record.name) is complete: \(entry.record.stopReason ?? "")")
      return ExitStatus.done.rawValue
    }
    // Before the splits are applied, which could only say that an image is in none of them.
    let dataset = try DatasetRegistry.roentgen.open(configuration.dataOptions())
    guard
      entry.record.datasetHash.isEmpty
        || DatasetHash.hexadecimal(of: dataset) == entry.record.datasetHash
    else {
      throw RunError.otherData(run: entry.record.name)
    }
    let experiment = try open(dataset: dataset, splits: entry.folders.splits)
    let state = experiment.model.layout.initialState(
      random: RandomSource(seed: experiment.training.seed), pool: experiment.backend.storagePool)
    if experiment.backend.threadCount != entry.record.threads {
      console.warn(
        "the run began with \(entry.record.threads) threads and continues with "
          + "\(experiment.backend.threadCount): the last bits of its results will differ")
    }
    let saver = try makeSaver(
      experiment, record: entry.record, folders: entry.folders,
      forkedFrom: entry.record.forkedFrom, weights: configuration.pretrainedPath(),
      optimizerState: configuration.optimizationOptions.stateSource)
    let last = FileSystem.exists(entry.folders.lastModel) ? entry.folders.lastModel : nil
    let source = checkpoint ?? last
    console.note(
      "run \(entry.record.name) continues"
        + (source.map { " from \($0)" } ?? " from its beginning: it had saved nothing yet"))
    try saver.continueRun()
    return try RunConductor(
      console: console, experiment: experiment, saver: saver, state: state,
      environment: context.environment,
      evaluatesTest: !context.arguments.contains("--no-test")
    ).conduct(source.map(RunConductor.Beginning.checkpoint) ?? .new(optimizerState: nil))
  }

  private func open(
    dataset: (any ImageDataset)? = nil, splits: String? = nil, weights: String? = nil
  ) throws -> Experiment {
    let experiment = try Experiment(
      configuration, context: context, dataset: dataset, splits: splits,
      weights: weights.map(configuration.givenWeights(at:)))
    try experiment.checkMonitors()
    for notice in experiment.dataset.notices + experiment.splits.notices {
      console.note("note: \(notice)")
    }
    for notice in experiment.loader(of: .train)?.notices ?? [] {
      console.note("note: \(notice)")
    }
    return experiment
  }

  private func makeSaver(
    _ experiment: Experiment, record: RunRecord, folders: RunFolders, forkedFrom: String?,
    weights: String?, optimizerState: String?
  ) throws -> RunSaver {
    var record = record
    record.forkedFrom = forkedFrom
    let text = try experiment.resolvedText(
      run: record.name, weights: weights, optimizerState: optimizerState)
    return RunSaver(
      folders: folders, record: record, card: experiment.card(configurationText: text))
  }
}

extension RunStore.Entry {
  /// The weights that a fork starts from: the best ones, or the last where no best was saved.
  fileprivate var weights: String {
    FileSystem.exists(folders.bestModel) ? folders.bestModel : folders.lastModel
  }
}
