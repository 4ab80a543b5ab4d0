import Assembly
import Basics
import Config
import Imaging
import Layers
import TensorCore
import Training

/// Weights that others trained, head included, in the network that the configuration names.
///
/// Class names come from the configuration's data set where there is one; otherwise classes are numbered as in the file.
struct ForeignModel {
  /// What a file of ours would say about itself.
  let card: ModelCard

  private let path: String
  private let entries: [StateEntry]

  init(path: String, configuration: Configuration, pool: StoragePool) throws {
    self.path = path
    entries = try WeightsFile.read(path)
    let data = try configuration.dataOptions(needsDataset: false)
    let weights = try configuration.givenWeights(at: path)
    let architecture = try BackboneRegistry.standard.architecture(
      named: configuration.modelOptions.architecture)
    let size = data.imageSize ?? weights.imageSize ?? architecture.defaultImageSize
    let preprocessing = PreprocessingOptions(
      size: size, resize: data.resize, interpolation: data.interpolation, channels: data.channels,
      intensity: data.intensity,
      normalization: data.normalization ?? weights.normalization ?? .imagenet)
    let task: PredictionTask
    if !configuration.settings.recipe.data.dataset.isEmpty {
      task = try DatasetRegistry.roentgen.open(data).task
      try configuration.checkExpectations(of: task)
    } else {
      task = try Self.numberedTask(
        path: path, entries: entries, configuration: configuration, preprocessing: preprocessing,
        pool: pool)
    }
    card = ModelCard(
      architecture: architecture.name, task: task, imageSize: size, channels: data.channels,
      configuration: configuration.text(), preprocessing: preprocessing.card,
      version: Entry.version)
  }

  /// The weights for the whole network.
  ///
  /// - Throws: `PretrainedError` unless the file has every one of them, the head's too.
  func state(for model: Model, pool: StoragePool) throws -> ModelState {
    var state = model.layout.initialState(random: RandomSource(seed: 0), pool: pool)
    let report = model.load(entries, into: &state, pool: pool)
    let missing = report.missing.filter { !$0.hasSuffix("mask_token") }
    guard missing.isEmpty, report.mismatched.isEmpty else {
      throw PretrainedError(path: path, architecture: model.architecture.name, report: report)
    }
    return state
  }

  /// The task of a data set that nobody named: as many classes as the file's head has.
  private static func numberedTask(
    path: String, entries: [StateEntry], configuration: Configuration,
    preprocessing: PreprocessingOptions, pool: StoragePool
  ) throws -> PredictionTask {
    let options = configuration.modelOptions
    let head = options.head ?? "classification"
    guard head != "zones" else {
      throw configuration.rejection(
        "Model", "head", "which zones there are is known from the data: set Data.dataset as well")
    }
    let model = try Experiment.makeModel(
      options, task: .classification(classes: ["0"]), preprocessing: preprocessing)
    var state = model.layout.initialState(random: RandomSource(seed: 0), pool: pool)
    let report = model.load(entries, into: &state, pool: pool)
    let names = Set(model.headParameterNames)
    let found = report.mismatched.first { names.contains($0.name) && $0.found.count == 2 }
    let count = found?.found[0] ?? 1
    guard names.isDisjoint(with: report.missing), count > 0 else {
      throw PretrainedError(path: path, architecture: model.architecture.name, report: report)
    }
    let classes = (0..<count).map(String.init)
    return head == "multilabel" ? .multilabel(labels: classes) : .classification(classes: classes)
  }
}
