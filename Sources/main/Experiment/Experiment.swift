import Assembly
import Basics
import Config
import Imaging
import Layers
import Medical
import Optimizers
import TensorCore
import Training

/// A configuration turned into the parts that work together: the composition root.
struct Experiment {
  var configuration: Configuration
  let data: DataOptions
  var training: TrainingOptions
  let backend: CPUBackend
  let dataset: any ImageDataset
  let splits: Splits
  let store: ImageStore
  /// What is measured.
  let metrics: MetricPlan
  let model: Model
  /// Threads that decode images in the background.
  let workers: Int

  /// What the weights to start from or to score ask for; it stands for what is `auto`.
  let weights: GivenWeights?

  /// Opens the data and describes the model; nothing is written.
  ///
  /// - Parameters:
  ///   - dataset: The data set, if it is open already.
  ///   - splitsPath: The splits of the run that is continued; nil: as the configuration says.
  ///   - weights: What given weights ask for, if there are any.
  init(
    _ configuration: Configuration, context: CommandContext,
    dataset opened: (any ImageDataset)? = nil, splits splitsPath: String? = nil,
    weights: GivenWeights? = nil
  ) throws {
    self.configuration = configuration
    self.weights = weights
    var data = try configuration.dataOptions()
    data.splitsFile = splitsPath ?? data.splitsFile
    self.data = data
    training = configuration.trainingOptions
    backend = try configuration.makeBackend(context)
    workers = configuration.settings.recipe.machine.workers ?? backend.threadCount
    dataset = try opened ?? DatasetRegistry.roentgen.open(data)
    try configuration.checkExpectations(of: dataset.task)
    metrics = try configuration.metricPlan(for: dataset.task)
    if let objection = data.objectionToAugmentation(for: dataset.task) {
      throw configuration.rejection(of: \.recipe.data.augmentation, objection)
    }
    let architecture = try BackboneRegistry.standard.architecture(
      named: configuration.modelOptions.architecture)
    let preprocessing = try data.preprocessing(
      for: dataset,
      modelImageSize: weights?.imageSize ?? Experiment.modelImageSize(architecture, dataset),
      weightsNormalization: weights?.normalization)
    let dataset = dataset
    let shared = context.environment[SharedImageFile.variable].flatMap {
      data.isCached
        ? SharedImages($0, dataset: dataset, preprocessing: preprocessing) : nil
    }
    store = ImageStore(
      dataset: dataset, preprocessing: preprocessing, memoryLimit: data.cacheLimit(),
      shared: shared)
    splits = try data.splits(
      data.splits(of: dataset), usableIn: store, threads: backend.threadCount)
    model = try Experiment.makeModel(
      configuration.modelOptions, task: dataset.task, preprocessing: preprocessing)
  }

  /// The side that images are scaled to unless the user says: that of small images themselves, else the model's.
  private static func modelImageSize(
    _ architecture: Architecture, _ dataset: any ImageDataset
  ) -> Int? {
    dataset.holdsImages ? nil : architecture.defaultImageSize
  }

  /// What is predicted.
  var task: PredictionTask { dataset.task }

  /// The network for a task.
  static func makeModel(
    _ options: ModelOptions, task: PredictionTask, preprocessing: PreprocessingOptions
  ) throws -> Model {
    var regions: [ImageRegion]?
    if case .zones(let zones, _, _) = task { regions = Zone.regions(of: zones) }
    return try options.makeModel(for: task, preprocessing: preprocessing, regions: regions)
  }

  /// Makes sure that the metrics by which training is judged exist, and that whoever takes part can;
  /// so that nothing is found missing after the last epoch.
  func checkMonitors() throws {
    _ = try configuration.plugins()
    _ = try configuration.notifyOptions()
    _ = try makeAnalysis()
    try training.checkMonitors(metrics: metrics, hasValidation: !splits.val.isEmpty)
  }

  /// How weights are updated, and the learning rate's schedule.
  var optimization: OptimizationOptions { configuration.optimizationOptions.settled(by: metrics) }

  /// What is minimised.
  func makeLoss() -> any TrainingLoss {
    Experiment.makeLoss(configuration.lossOptions, task: task)
  }

  static func makeLoss(_ options: LossOptions, task: PredictionTask) -> any TrainingLoss {
    switch task {
    case .classification: ClassificationLoss(options: options)
    case .multilabel: MultilabelLoss(options: options)
    case .zones(_, let classes, let unknown):
      WeightedCSILoss(options: options, classCount: classes.count, unknownClass: unknown)
    }
  }

  /// The samples of a split; with `overfit_batches` some of the training split for training and validation alike.
  private func indices(of split: Split) -> [Int] {
    let count = training.overfitBatches
    guard count > 0, split != .test else { return splits[split] }
    var random = RandomSource(seed: training.seed).split("overfit")
    let batches = (splits.train.count + training.batchSize - 1) / training.batchSize
    return Array(
      random.shuffled(splits.train).prefix(min(count, batches) * training.batchSize))
  }

  /// The batches of a split; nil when it has no samples.
  ///
  /// - Parameter batchSize: The images of a batch; nil: as the configuration says.
  func loader(of split: Split, batchSize: Int? = nil) -> BatchLoader? {
    let indices = indices(of: split)
    guard !indices.isEmpty else { return nil }
    var options = data.loaderOptions(for: split, task: task)
    options.batchLimit = configuration.triedBatches
    options.batchSize = batchSize ?? training.batchSize
    options.seed = training.seed
    options.workers = workers
    options.regions = model.focus.regions
    return BatchLoader(
      store: store, indices: indices, options: options, pool: backend.storagePool)
  }

  /// What saved models say about themselves.
  func card(configurationText: String) -> ModelCard {
    ModelCard(
      architecture: model.architecture.name, task: task, imageSize: store.preprocessing.size,
      channels: store.preprocessing.channels, configuration: configurationText,
      preprocessing: store.preprocessing.card, version: Entry.version)
  }
}
