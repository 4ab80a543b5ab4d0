import Assembly
import Basics
import Config
import Imaging
import Layers
import Medical
import TensorCore
import Training

/// A saved model that is ready to answer.
struct Predictor {
  let batchSize: Int
  let model: Model
  let state: ModelState
  let preprocessing: PreprocessingOptions
  let backend: CPUBackend
  /// Remarks for people, one line each.
  let notices: [String]
  /// How images are found and read.
  let data: DataOptions
  private let lungs: LungMaskFiles?
  private let card: ModelCard
  private let evaluator: Evaluator
  /// What calibrates probabilities; nil: they are the model's own.
  let calibration: TemperatureScaling?

  /// A model that this program saved.
  init(file: ModelFile, configuration: Configuration, backend: CPUBackend) throws {
    try self.init(
      card: file.card, calibration: file.calibration, configuration: configuration,
      backend: backend
    ) { try file.state(for: $0.layout, pool: backend.storagePool) }
  }

  /// Weights of others in the configuration's network.
  init(_ foreign: ForeignModel, configuration: Configuration, backend: CPUBackend) throws {
    try self.init(
      card: foreign.card, calibration: nil, configuration: configuration, backend: backend
    ) { try foreign.state(for: $0, pool: backend.storagePool) }
  }

  /// The network of an experiment with some weights.
  init(_ experiment: Experiment, state: ModelState) throws {
    try self.init(
      card: experiment.card(configurationText: ""), calibration: nil,
      configuration: experiment.configuration, backend: experiment.backend
    ) { _ in state }
  }

  private init(
    card: ModelCard, calibration: TemperatureScaling?, configuration: Configuration,
    backend: CPUBackend, state: (Model) throws -> ModelState
  ) throws {
    self.card = card
    self.backend = backend
    self.calibration = configuration.calibrates ? calibration : nil
    batchSize = configuration.settings.recipe.training.batchSize
    let data = try configuration.dataOptions(needsDataset: false)
    self.data = data
    let normalization =
      data.normalization
      ?? Normalization(card: card.preprocessing)
    preprocessing = PreprocessingOptions(
      size: data.imageSize ?? card.imageSize, resize: data.resize,
      interpolation: data.interpolation, channels: card.channels, intensity: data.intensity,
      normalization: normalization ?? .imagenet)
    // Images elsewhere may have no masks: then the grid's zones are used, as in training where one is missing.
    lungs = data.masksDirectory.flatMap { try? LungMaskFiles(directory: data.located($0)) }
    notices =
      lungs == nil && data.masksDirectory != nil
      ? ["there are no masks in \(data.masksDirectory ?? ""): the grid's zones are used"] : []
    model = try Experiment.makeModel(
      configuration.modelOptions, task: card.task, preprocessing: preprocessing)
    self.state = try state(model)
    evaluator = Evaluator(
      model: model, loss: Experiment.makeLoss(configuration.lossOptions, task: card.task),
      backend: backend)
  }

  /// What is predicted.
  var task: PredictionTask { card.task }

  /// The regions of an image that its lung masks leave; nil without masks.
  func mask(of input: PredictionInput) throws -> RegionMask? {
    guard let lungs else { return nil }
    return RegionMask(
      masks: try lungs.masks(of: input.id), preprocessing: preprocessing,
      regions: model.focus.regions)
  }

  /// Answers for some images, decoded here with all threads.
  ///
  /// - Parameters:
  ///   - inputs: The images.
  ///   - leaveOut: Told of each that cannot be read, where `Data.bad_images` says to skip those.
  func predict(
    _ inputs: some Collection<PredictionInput>, leaveOut: (any Error) -> Void
  ) throws -> [PredictionResult] {
    let paths = inputs.map(\.path)
    let preprocessing = preprocessing
    let decoded = ParallelLoop.map(paths.count, threads: backend.threadCount) { place in
      Result { () throws(ImageError) in try preprocessing.process(ImageCodec.read(paths[place])) }
    }
    var values: [Float] = []
    var readable: [PredictionInput] = []
    for (input, image) in zip(inputs, decoded) {
      do {
        values += try image.get().values
        readable.append(input)
      } catch {
        guard data.skipsBadImages else { throw error }
        leaveOut(error)
      }
    }
    guard !readable.isEmpty else { return [] }
    let size = preprocessing.size
    let images = backend.tensor(values, [readable.count, size, size, preprocessing.channels])
    let masks = try lungs == nil ? [] : readable.map(mask)
    let logits = evaluator.predict(state, images: images, masks: masks)
    let width = card.task.outputCount
    return readable.enumerated().map { place, input in
      PredictionResult(
        input: input,
        prediction: Prediction(
          logits: logits[place * width..<(place + 1) * width], task: card.task,
          temperature: calibration?.temperature ?? 1))
    }
  }
}

/// What a model says about one image.
struct PredictionResult {
  let input: PredictionInput
  let prediction: Prediction
}
