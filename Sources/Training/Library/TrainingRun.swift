import Basics
import Imaging
import Layers
import Optimizers
import TensorCore

/// A run for programs that train a network without a configuration file: data in, a trained model in a folder out.
///
/// `fit` begins the run or, where the folder holds an unfinished one, goes on with it bit for bit; the folder has the
/// files that `docs/formats.md` describes.
public struct TrainingRun {
  /// What is learned from.
  public var data: DataOptions
  /// The network's name in `BackboneRegistry.standard`.
  public var architecture: String
  /// The probability of a feature to fall before the head, in [0, 1).
  public var dropout = 0.5
  /// How it is trained.
  public var options = TrainingOptions()
  /// The update rule and the learning rate's schedule.
  public var optimization = OptimizationOptions()
  /// How the terms of the loss are weighted.
  public var loss = LossOptions()
  /// Compute threads; nil: the cores that this process may use.
  public var threads: Int?
  /// The kinds of data sets that `data` may name.
  public var datasets = DatasetRegistry.standard
  /// Where `models` and `logs` lie.
  public let folders: RunFolders
  private let name: String

  /// Describes a run; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - architecture: The network's name, such as `ResNet18`.
  ///   - data: What is learned from.
  ///   - folder: Where the run's files go.
  public init(_ architecture: String, on data: DataOptions, in folder: String) {
    self.architecture = architecture
    self.data = data
    folders = RunFolders(movedTo: folder)
    name = FilePath.basename(folder)
  }

  /// The number of epochs after which training ends at the latest.
  public var epochs: Int {
    get { options.epochs }
    set { options.epochs = newValue }
  }

  /// The initial learning rate.
  public var learningRate: Double {
    get { optimization.learningRate }
    set { optimization.learningRate = newValue }
  }

  /// What a run came to.
  public struct Outcome {
    /// Why it ended.
    public var reason: StopReason
    /// A record for each epoch.
    public var history: TrainingHistory
    /// The epoch with the best weights, which are in `models/best_model.pth`; nil when none was.
    public var bestEpoch: Int?
    /// The best value of the primary metric.
    public var bestValue: Double?
  }

  /// Trains to the end, from the beginning or from where the folder's run was left.
  ///
  /// - Parameters:
  ///   - callbacks: Who takes part.
  ///   - stopSignal: Asked after each step whether to save and end, and by which signal.
  /// - Throws: Errors of the data, of files, of the settings, and of training.
  public func fit(
    callbacks: [any Callback] = [], stopSignal: @escaping () -> Int32? = { nil }
  ) throws -> Outcome {
    let unfinished = try RunStore.entry(movedTo: FilePath.parent(folders.logs))
      .flatMap { FileSystem.exists($0.folders.lastModel) ? $0 : nil }
    let backend = try CPUBackend(threads: threads)
    let dataset = try datasets.open(data)
    let splits =
      try unfinished.map { (entry) throws(DataError) in
        try Splits(contentsOf: entry.folders.splits, for: dataset)
      } ?? data.splits(of: dataset)
    try data.checkAugmentation(for: dataset.task)
    let parts = try makeParts(dataset, splits, backend)
    let record =
      unfinished?.record
      ?? RunRecord(
        name: name, seed: options.seed, threads: backend.threadCount, version: "library",
        datasetHash: DatasetHash.hexadecimal(of: dataset))
    let saver = RunSaver(folders: folders, record: record, card: parts.card)
    if unfinished == nil {
      try saver.begin(splits: splits, samples: dataset.samples)
    } else {
      try saver.continueRun()
    }
    var trainer = try Trainer(
      setup: parts.setup, options: options, saver: saver, callbacks: callbacks,
      stopSignal: stopSignal)
    if unfinished != nil { try trainer.resume(from: folders.lastModel) }
    let reason = try trainer.fit()
    try saver.update { record in
      if case .interrupted = reason {
        record.status = .interrupted
      } else {
        record.status = .completed
      }
      record.stopReason = reason.text
    }
    return Outcome(
      reason: reason, history: trainer.history, bestEpoch: trainer.bestEpoch,
      bestValue: trainer.bestValue)
  }

  private func makeParts(
    _ dataset: any ImageDataset, _ splits: Splits, _ backend: CPUBackend
  ) throws -> (setup: TrainingSetup, card: ModelCard) {
    let architecture = try BackboneRegistry.standard.architecture(named: architecture)
    let preprocessing = try data.preprocessing(
      for: dataset,
      modelImageSize: dataset.holdsImages ? nil : architecture.defaultImageSize)
    let store = ImageStore(
      dataset: dataset, preprocessing: preprocessing, memoryLimit: data.cacheLimit())
    let model = try Model(
      architecture,
      options: BackboneOptions(
        channels: preprocessing.channels, imageSize: Extent(preprocessing.size)),
      head: dataset.task.head, dropout: Float(dropout))
    let splits = try data.splits(splits, usableIn: store, threads: backend.threadCount)
    guard !splits.train.isEmpty else {
      throw DataError(.empty(reason: "there is no sample to train on"))
    }
    func loader(of split: Split) -> BatchLoader {
      var loading = data.loaderOptions(for: split, task: dataset.task)
      loading.batchSize = options.batchSize
      loading.seed = options.seed
      loading.workers = backend.threadCount
      return BatchLoader(
        store: store, indices: splits[split], options: loading, pool: backend.storagePool)
    }
    let training = loader(of: .train)
    let setup = TrainingSetup(
      model: model,
      state: model.layout.initialState(
        random: RandomSource(seed: options.seed), pool: backend.storagePool),
      backend: backend, loss: dataset.task.loss(loss), task: dataset.task, training: training,
      validation: splits.val.isEmpty ? nil : loader(of: .val),
      optimizer: optimization.makeOptimizer(for: model),
      schedule: optimization.makeSchedule(
        epochs: options.epochs,
        stepsPerEpoch: options.updatesPerEpoch(batches: training.batchCount)))
    let card = ModelCard(
      architecture: architecture.name, task: dataset.task, imageSize: preprocessing.size,
      channels: preprocessing.channels, configuration: "", preprocessing: [:], version: "library")
    return (setup, card)
  }
}

extension PredictionTask {
  /// What is minimised; with zones, labels that are unknown have their own weight.
  fileprivate func loss(_ options: LossOptions) -> any TrainingLoss {
    switch self {
    case .classification: return ClassificationLoss(options: options)
    case .multilabel: return MultilabelLoss(options: options)
    case .zones(_, let classes, let unknown):
      var options = options
      var weights = options.classWeights ?? classes.map { _ in 1 }
      weights[unknown] *= options.unknownWeight
      options.classWeights = weights
      return ClassificationLoss(options: options)
    }
  }
}
