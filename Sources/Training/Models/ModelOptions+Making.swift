import Imaging
import Layers
import TensorCore

extension ModelOptions {
  /// The network for a task.
  ///
  /// - Parameters:
  ///   - task: What is predicted.
  ///   - preprocessing: How images are prepared.
  ///   - regions: Where the task's zones lie; nil: nobody knows, and the whole image is seen.
  ///   - registry: The architectures that may be asked for.
  public func makeModel(
    for task: PredictionTask, preprocessing: PreprocessingOptions, regions: [ImageRegion]? = nil,
    registry: BackboneRegistry = .standard
  ) throws(LayersError) -> Model {
    try Model(
      registry.architecture(named: architecture),
      options: BackboneOptions(
        channels: preprocessing.channels, imageSize: Extent(preprocessing.size)),
      head: task.head, dropout: Float(dropout), freezesBackbone: freezesBackbone,
      freezing: freezing, focus: focus(on: regions, preprocessing: preprocessing))
  }

  /// What the zones' classifiers see; what a mask covers is black, as a network sees black.
  private func focus(
    on regions: [ImageRegion]?, preprocessing: PreprocessingOptions
  ) -> GroupFocus {
    guard let regions else { return .shared }
    switch zoneFocus {
    case .shared: return .shared
    case .pooling: return .pooling(regions)
    case .masking:
      let numbers = preprocessing.normalization.constants(channels: preprocessing.channels)
      let black = numbers.map { zip($0.mean, $0.standardDeviation).map { -$0 / $1 } } ?? [0]
      let strength: MaskStrength =
        maskingStrategy == .zero ? .zero : .attention(Float(attentionStrength))
      return .masking(regions, fill: black, strength: strength)
    }
  }
}
