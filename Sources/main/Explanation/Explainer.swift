import Imaging
import Layers
import Medical
import Reporting
import TensorCore
import Training

/// A saved model that says where its answers come from.
struct Explainer {
  let predictor: Predictor
  let method: ExplanationMethod
  /// The class to explain instead of the predicted one.
  let target: Int?

  /// - Parameters:
  ///   - predictor: The model.
  ///   - method: What `--method` says, if anything.
  ///   - target: What `--target` says, if anything: a class or its number.
  init(_ predictor: Predictor, method: String?, target: String?) throws {
    self.predictor = predictor
    self.method = try ExplanationMethod(named: method, for: predictor.model)
    self.target = try target.map { try Explainer.target($0, of: predictor.task) }
  }

  private static func target(_ text: String, of task: PredictionTask) throws -> Int {
    if case .multilabel = task {
      throw UsageError.badValue(
        option: "--target", value: text, expected: "nothing: each label is its own target")
    }
    let classes = task.classes
    let named = classes.firstIndex { $0.lowercased() == text.lowercased() }
    guard let index = named ?? Int(text), classes.indices.contains(index) else {
      throw UsageError.badValue(
        option: "--target", value: text,
        expected: "one of \(classes.joined(separator: ", ")), or 0 to \(classes.count - 1)")
    }
    return index
  }

  /// Explains the answers about an image.
  func explain(_ input: PredictionInput) throws -> ImageExplanation {
    let image = try ImageCodec.read(input.path)
    let prepared = predictor.preprocessing.prepare(image)
    let pass = try observe(prepared, id: input.id)
    let prediction = Prediction(logits: pass.logits, task: predictor.task)

    var regions: [ImageRegion]?
    var isMultilabel = false
    switch predictor.task {
    case .zones(let zones, _, _): regions = Zone.regions(of: zones)
    case .multilabel: isMultilabel = true
    case .classification: break
    }
    let chosen = prediction.answers.map { isMultilabel ? 0 : target ?? $0.predicted }
    let targets = chosen.enumerated().map { place, target in
      isMultilabel ? place : place * pass.classCount + target
    }
    guard let maps = method.maps(of: pass, targets: targets) else {
      throw LayersError.noFeatureMap(architecture: predictor.model.architecture.name)
    }
    let parts = prediction.answers.indices.map { place in
      ImageExplanation.Part(
        answer: prediction.answers[place], target: chosen[place], map: maps[place],
        region: regions?[place])
    }
    return ImageExplanation(
      input: input, task: predictor.task, method: method, parts: parts,
      overlay: HeatOverlay(image, prepared: prepared))
  }

  /// An image with the map of one answer over it: of the predicted class of a zone, or of a label.
  ///
  /// - Parameters:
  ///   - image: as it was read.
  ///   - id: what its lung masks are found by.
  ///   - place: which zone or label.
  func overlay(of image: Image, id: String, answer place: Int) throws -> Image {
    let prepared = predictor.preprocessing.prepare(image)
    let pass = try observe(prepared, id: id)
    let answers = Prediction(logits: pass.logits, task: predictor.task).answers
    var region: ImageRegion?
    var target = place
    switch predictor.task {
    case .zones(let zones, _, _):
      region = Zone.regions(of: zones)?[place]
      target = place * pass.classCount + answers[place].predicted
    case .classification: target = answers[place].predicted
    case .multilabel: break
    }
    guard let map = method.maps(of: pass, targets: [target])?.first else {
      throw LayersError.noFeatureMap(architecture: predictor.model.architecture.name)
    }
    return HeatOverlay(image, prepared: prepared, size: 400)
      .image(of: map, marking: region.map { [$0] } ?? [], sides: region != nil)
  }

  private func observe(_ prepared: PreparedImage, id: String) throws -> ObservedPass {
    let options = predictor.preprocessing
    let values = options.normalize(options.unitImage(prepared)).values
    return predictor.model.observe(
      predictor.backend.tensor(values, [1, options.size, options.size, options.channels]),
      mask: try predictor.mask(of: PredictionInput(id: id, path: "")), state: predictor.state,
      backend: predictor.backend, noting: method.subject)
  }
}
