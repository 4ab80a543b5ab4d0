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
  /// The network: its name, the weights that it starts from, what of it is frozen, what a zone's classifier sees.
  public var model = ModelOptions()
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
  /// The types of metrics that `options.metrics` may name.
  public var metrics = MetricRegistry.standard
  /// Where zones of these names lie, for `model.zoneFocus`; nil: nobody knows.
  public var regions: ([String]) -> [ImageRegion]? = { _ in nil }
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
    model.architecture = architecture
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

  /// The probability of a feature to fall before the head, in [0, 1).
  public var dropout: Double {
    get { model.dropout }
    set { model.dropout = newValue }
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
    let parts = try makeParts(
      dataset, splits, isContinued: unfinished != nil, backend)
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
    var options = options
    if optimization.schedule == .reduceOnPlateau, options.scheduleMonitor == nil {
      options.scheduleMonitor = optimization.plateauMonitor
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
    _ dataset: any ImageDataset, _ splits: Splits, isContinued: Bool, _ backend: CPUBackend
  ) throws -> (setup: TrainingSetup, card: ModelCard) {
    let architecture = try BackboneRegistry.standard.architecture(named: model.architecture)
    let weights = model.weightsPath(for: architecture)
    let given = weights.map {
      GivenWeights(path: $0, architecture: architecture, channels: data.channels)
    }
    let preprocessing = try data.preprocessing(
      for: dataset,
      modelImageSize: given?.imageSize
        ?? (dataset.holdsImages ? nil : architecture.defaultImageSize),
      weightsNormalization: given?.normalization)
    let store = ImageStore(
      dataset: dataset, preprocessing: preprocessing, memoryLimit: data.cacheLimit())
    let network = try model.makeModel(
      for: dataset.task, preprocessing: preprocessing,
      regions: dataset.task.zones.flatMap(regions))
    var state = network.layout.initialState(
      random: RandomSource(seed: options.seed), pool: backend.storagePool)
    // A run that goes on has its own.
    if let path = weights, !isContinued {
      _ = try network.takeWeights(from: path, into: &state, pool: backend.storagePool)
    }
    let splits = try data.splits(splits, usableIn: store, threads: backend.threadCount)
    guard !splits.train.isEmpty else {
      throw DataError(.empty(reason: "there is no sample to train on"))
    }
    func loader(of split: Split) -> BatchLoader {
      var loading = data.loaderOptions(for: split, task: dataset.task)
      loading.batchSize = options.batchSize
      loading.seed = options.seed
      loading.workers = backend.threadCount
      loading.regions = network.focus.regions
      return BatchLoader(
        store: store, indices: splits[split], options: loading, pool: backend.storagePool)
    }
    let training = loader(of: .train)
    let optimization = try optimization.settled(
      by: MetricPlan(options.metrics, task: dataset.task, registry: metrics))
    let setup = TrainingSetup(
      model: network, state: state, backend: backend, loss: dataset.task.loss(loss),
      task: dataset.task, training: training,
      validation: splits.val.isEmpty ? nil : loader(of: .val),
      optimizer: optimization.makeOptimizer(for: network),
      schedule: optimization.makeSchedule(
        epochs: options.epochs,
        stepsPerEpoch: options.updatesPerEpoch(batches: training.batchCount)),
      metricRegistry: metrics)
    return (setup, card(dataset.task, architecture, preprocessing))
  }

  /// What saved models say about themselves, so that `main` can use them as its own.
  private func card(
    _ task: PredictionTask, _ architecture: Architecture, _ preprocessing: PreprocessingOptions
  ) -> ModelCard {
    ModelCard(
      architecture: architecture.name, task: task, imageSize: preprocessing.size,
      channels: preprocessing.channels,
      configuration: configurationText(preprocessing, architecture),
      preprocessing: preprocessing.card,
      version: "library")
  }

  /// What of the run's settings using its models depends on, as an INI file has it.
  private func configurationText(
    _ preprocessing: PreprocessingOptions, _ architecture: Architecture
  ) -> String {
    var lines = ["[Model]", "model_arch = \(architecture.name)", "dropout = \(model.dropout)"]
    lines += [
      "zone_focus = \(model.zoneFocus.rawValue)",
      "masking_strategy = \(model.maskingStrategy.rawValue)",
      "attention_strength = \(model.attentionStrength)",
    ]
    lines += ["", "[Training]", "seed = \(options.seed)", "batch_size = \(options.batchSize)"]
    lines += ["", "[Loss]", "unknown_weight = \(loss.unknownWeight)"]
    lines += ["", "[Data]", "dataset = \(data.dataset)"]
    for (key, value) in [
      ("root", data.root), ("csv_path", data.csvPath), ("image_dir", data.imageDirectory),
      ("masks_dir", data.masksDirectory),
      ("id_column", data.idColumn), ("label_column", data.labelColumns.joined(separator: ", ")),
      ("zone_columns", data.zoneColumns.joined(separator: ", ")),
      ("image_pattern", data.imagePattern), ("val_split", "\(data.validationFraction)"),
      ("test_split", "\(data.testFraction)"), ("split_seed", "\(data.splitSeed)"),
    ] {
      if let value, !value.isEmpty { lines.append("\(key) = \(value)") }
    }
    for (key, value) in preprocessing.card.sorted(by: { $0.key < $1.key })
    where !["mean", "std"].contains(key) || preprocessing.card["normalization"] == "custom" {
      lines.append("\(key) = \(value)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension PredictionTask {
  /// The names of the zones; nil where none are scored.
  fileprivate var zones: [String]? {
    if case .zones(let zones, _, _) = self { zones } else { nil }
  }

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
