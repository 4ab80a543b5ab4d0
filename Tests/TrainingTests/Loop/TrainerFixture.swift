import Basics
import Imaging
import Layers
import Optimizers
import TensorCore
import TestSupport
import Training

/// A small run: LeNet on grey squares whose brightness tells their class.
struct TrainerFixture {
  let folder = TemporaryDirectory()
  var options = TrainingOptions()
  var learningRate = 0.01
  var dataset = MemoryDataset(labels: (0..<26).map { $0 % 3 })
  var skipsBadImages = false
  var rule = OptimizerKind.adam
  var schedule = ScheduleKind.cosine
  /// Changes the first weights.
  var prepare: (inout ModelState, ModelLayout) -> Void = { _, _ in }

  init() {
    options.epochs = 3
    options.batchSize = 4
    options.earlyStopping.patience = 0
    options.loggedStepInterval = 1
  }

  var folders: RunFolders {
    RunFolders(movedTo: folder.path)
  }

  /// A trainer at the beginning of the run.
  ///
  /// - Parameters:
  ///   - stoppingAfter: The number of steps after which a signal is seen; nil for none.
  ///   - callbacks: Who takes part.
  func trainer(
    stoppingAfter limit: Int? = nil, callbacks: [any Callback] = []
  ) throws -> Trainer {
    let backend = try CPUBackend(threads: 2)
    let store = ImageStore(
      dataset: dataset,
      preprocessing: PreprocessingOptions(size: 12, channels: 1, normalization: .medical),
      memoryLimit: 0)
    func loader(_ indices: Range<Int>, isShuffled: Bool) -> BatchLoader {
      var loading = LoaderOptions()
      loading.batchSize = options.batchSize
      loading.isShuffled = isShuffled
      loading.seed = options.seed
      loading.skipsBadImages = skipsBadImages
      return BatchLoader(
        store: store, indices: Array(indices), options: loading, pool: backend.storagePool)
    }
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "LeNet"),
      options: BackboneOptions(channels: 1, imageSize: 12), head: .classification(classes: 3),
      dropout: 0.5)
    let record = RunRecord(
      name: "exp1", seed: options.seed, threads: 2, version: "test", datasetHash: "")
    let card = ModelCard(
      architecture: "LeNet", task: dataset.task, imageSize: 12, channels: 1, configuration: "",
      preprocessing: [:], version: "test")
    let saver = RunSaver(folders: folders, record: record, card: card)
    let splits = Splits(train: Array(0..<18), val: Array(18..<26), test: [])
    try saver.begin(splits: splits, samples: dataset.samples)
    var optimization = OptimizationOptions()
    optimization.learningRate = learningRate
    optimization.schedule = schedule
    optimization.rule = rule
    let training = loader(0..<18, isShuffled: true)
    let steps = StepCounter(limit: limit)
    var state = model.layout.initialState(
      random: RandomSource(seed: options.seed), pool: backend.storagePool)
    prepare(&state, model.layout)
    return try Trainer(
      setup: TrainingSetup(
        model: model, state: state, backend: backend,
        loss: ClassificationLoss(options: LossOptions()), task: dataset.task,
        training: training, validation: loader(18..<26, isShuffled: false),
        optimizer: optimization.makeOptimizer(for: model),
        schedule: optimization.makeSchedule(
          epochs: options.epochs, stepsPerEpoch: training.batchCount)),
      options: options, saver: saver, callbacks: callbacks,
      // The folder lives as long as the trainer.
      stopSignal: { [folder] in withExtendedLifetime(folder) { steps.signal() } })
  }
}

/// Writes down what it is told, hook by hook.
final class HookRecorder: Callback {
  let name = "recorder"
  /// The hooks in the order in which they were called.
  private(set) var hooks: [Hook] = []
  private(set) var contexts: [CallbackContext] = []
  private let act: (Hook, inout CallbackContext) throws -> Void

  /// Creates a recorder.
  ///
  /// - Parameter act: What else it does at each hook.
  init(_ act: @escaping (Hook, inout CallbackContext) throws -> Void = { _, _ in }) {
    self.act = act
  }

  func handle(_ hook: Hook, _ context: inout CallbackContext) throws {
    hooks.append(hook)
    var copy = context
    // A kept snapshot would make every update copy the weights.
    copy.snapshot = nil
    contexts.append(copy)
    try act(hook, &context)
  }

  /// The contexts of one hook.
  func contexts(of hook: Hook) -> [CallbackContext] {
    zip(hooks, contexts).filter { $0.0 == hook }.map(\.1)
  }
}

/// Sees a SIGTERM after so many questions.
private final class StepCounter {
  private var remaining: Int?

  init(limit: Int?) {
    remaining = limit
  }

  func signal() -> Int32? {
    guard let count = remaining else { return nil }
    remaining = count - 1
    return count <= 1 ? 15 : nil
  }
}

extension Trainer {
  /// Whether both have bitwise the same weights, and the same average of them.
  func hasSameWeights(as other: Trainer) -> Bool {
    state.isIdentical(to: other.state) && scoredState.isIdentical(to: other.scoredState)
  }

  /// The history without what depends on the clock.
  var timelessHistory: TrainingHistory {
    var history = history
    for index in history.epochs.indices {
      history.epochs[index].epochTime = 0
      history.epochs[index].imagesPerSecond = 0
    }
    return history
  }
}

extension ModelState {
  /// Whether both have bitwise the same parameters and buffers.
  func isIdentical(to other: ModelState) -> Bool {
    zip(parameters, other.parameters).allSatisfy { $0.isIdentical(to: $1) }
      && zip(buffers, other.buffers).allSatisfy { $0.isIdentical(to: $1) }
  }
}
