import Autograd
import TensorCore

/// A network: backbone, pooling and head, with the layout of the state that they declare.
///
/// A model is an immutable description; what training changes is a `ModelState`.
public struct Model: Sendable {
  /// The architecture that the backbone was built from.
  public let architecture: Architecture
  /// What the backbone was built for.
  public let options: BackboneOptions
  /// Images to features.
  public let backbone: any Backbone
  /// Features to logits.
  public let head: any Head
  /// The names, shapes and order of the state.
  public let layout: ModelLayout
  /// Whether the backbone is kept as it is: its parameters get no gradients and its batch norms keep their statistics.
  public private(set) var freezesBackbone: Bool
  /// What each group of a grouped head gets to see.
  public let focus: GroupFocus

  private let backboneParameterCount: Int
  private let frozen: [Bool]

  /// Builds a network with one of the standard heads.
  ///
  /// - Parameters:
  ///   - architecture: What to build.
  ///   - options: What to build it for.
  ///   - head: Which head it gets.
  ///   - dropout: The probability of a feature to fall before the head, in training; the backbone's options get it too.
  ///   - freezesBackbone: Whether only the head is trained.
  ///   - freezing: Which parameters are kept as they are besides.
  ///   - focus: What each group of a grouped head gets to see; as many regions as groups.
  /// - Throws: `LayersError.imageTooSmall`, `LayersError.noFeatureMap`, `LayersError.nothingToFreeze`.
  public init(
    _ architecture: Architecture, options: BackboneOptions, head: HeadKind, dropout: Float,
    freezesBackbone: Bool = false, freezing: Freezing = .nothing, focus: GroupFocus = .shared
  ) throws(LayersError) {
    var options = options
    options.dropout = dropout
    try self.init(
      architecture, options: options, freezesBackbone: freezesBackbone, freezing: freezing,
      focus: focus
    ) {
      features, builder in
      switch head {
      case .classification(let classes), .multilabel(let classes):
        ClassificationHead(
          architecture.head, features: features, classes: classes, dropout: dropout,
          in: &builder)
      case .grouped(let scope, let names, let classes):
        GroupedClassificationHead(
          scope: scope, names: names, features: features, classes: classes, dropout: dropout,
          style: architecture.head, in: &builder)
      }
    }
  }

  /// Builds a network with a head of the caller's.
  ///
  /// - Parameters:
  ///   - architecture: What to build.
  ///   - options: What to build it for.
  ///   - freezesBackbone: Whether only the head is trained.
  ///   - freezing: Which parameters are kept as they are besides.
  ///   - focus: What each group of a grouped head gets to see; as many regions as groups.
  ///   - makeHead: Declares the head, given the number of features.
  /// - Throws: `LayersError.imageTooSmall`, `LayersError.noFeatureMap`, `LayersError.nothingToFreeze`.
  public init(
    _ architecture: Architecture, options: BackboneOptions, freezesBackbone: Bool = false,
    freezing: Freezing = .nothing, focus: GroupFocus = .shared,
    makeHead: (Int, inout ModelBuilder) -> any Head
  ) throws(LayersError) {
    var builder = ModelBuilder()
    backbone = try architecture.makeBackbone(options, &builder)
    backboneParameterCount = builder.layout.parameters.count
    head = makeHead(backbone.featureCount, &builder)
    layout = builder.layout
    frozen = try freezing.flags(for: builder.layout, backboneCount: backboneParameterCount)
    self.architecture = architecture
    self.options = options
    self.freezesBackbone = freezesBackbone
    self.focus = focus
    precondition(
      focus == .shared || head.outputShape.count == 2 && head.outputShape[0] == focus.regions.count,
      "\(focus.regions.count) regions for logits of shape \(head.outputShape)")
    if case .pooling = focus, backbone.pooling == .none {
      throw .noFeatureMap(architecture: architecture.name)
    }
  }

  /// For each parameter, in the layout's order, whether it is trained.
  public var trainableParameters: [Bool] {
    layout.parameters.indices.map { index in
      !frozen[index] && (!freezesBackbone || index >= backboneParameterCount)
    }
  }

  /// The same network with its backbone kept as it is.
  public var withFrozenBackbone: Model {
    var model = self
    model.freezesBackbone = true
    return model
  }

  /// The dotted names of the head's parameters.
  public var headParameterNames: [String] {
    layout.parameters[backboneParameterCount...].map(\.name)
  }

  /// Computes the logits.
  ///
  /// - Parameters:
  ///   - images: (batch, height, width, channels).
  ///   - masks: For each image the regions of a focus; nil where, and empty when, those are the cells of the grid.
  ///   - context: Parameters, mode and tape.
  /// - Returns: (batch, classes), or (batch, groups, classes).
  public func forward(
    _ images: Variable, masks: [RegionMask?] = [], context: inout ForwardContext
  ) -> Variable {
    head.forward(groupFeatures(of: images, masks, context: &context), context: &context)
  }

  /// Computes one vector of features per image, (batch, features).
  public func features(of images: Variable, context: inout ForwardContext) -> Variable {
    let output = backboneOutput(images, context: &context)
    switch backbone.pooling {
    case .globalAverage: return context.tape.globalAveragePool(output)
    case .classToken: return context.tape.classToken(of: output)
    case .none: return output
    }
  }

  /// What the head is fed with: (batch, features), or (batch, groups, features) with a focus.
  private func groupFeatures(
    of images: Variable, _ masks: [RegionMask?], context: inout ForwardContext
  ) -> Variable {
    switch focus {
    case .shared:
      return features(of: images, context: &context)
    case .masking(let regions, let fill, let strength):
      precondition(!images.requiresGradient, "masked images are constants")
      let copies = images.value.masked(
        by: regions, masks: masks, fill: fill, strength: strength,
        pool: context.tape.backend.storagePool)
      let shown =
        context.observations == nil ? context.tape.constant(copies) : context.tape.leaf(copies)
      return copyFeatures(of: shown, regionCount: regions.count, context: &context)
    case .pooling(let regions):
      let map = featureMap(of: images, context: &context)
      let size = Extent(height: map.shape[1], width: map.shape[2])
      guard masks.allSatisfy({ $0 == nil }) else {
        return ownSums(of: map, regions, masks, context: &context)
      }
      let weights = context.tape.backend.tensor(
        regions.flatMap { $0.weights(over: size) }, [regions.count, size.height * size.width])
      return context.tape.regionSums(map, weights: weights)
    }
  }

  /// The features of an image's copies, one copy for each region, (batch, groups, features).
  func copyFeatures(
    of copies: Variable, regionCount: Int, context: inout ForwardContext
  ) -> Variable {
    let vectors = features(of: copies, context: &context)
    return context.tape.reshape(
      vectors, to: [copies.shape[0] / regionCount, regionCount, backbone.featureCount])
  }

  /// The sums of a map over the regions of each image, (batch, groups, features).
  private func ownSums(
    of map: Variable, _ regions: [ImageRegion], _ masks: [RegionMask?],
    context: inout ForwardContext
  ) -> Variable {
    let size = Extent(height: map.shape[1], width: map.shape[2])
    let (places, features) = (size.height * size.width, backbone.featureCount)
    let all = context.tape.reshape(map, to: [1, map.shape.count])
    let sums = masks.enumerated().map { image, mask in
      let weights = regions.enumerated().flatMap { group, region in
        mask?.weights(of: group, over: size) ?? region.weights(over: size)
      }
      let own = context.tape.sliceChannels(
        all, image * places * features..<(image + 1) * places * features)
      return context.tape.matrixProduct(
        context.tape.constant(context.tape.backend.tensor(weights, [regions.count, places])),
        context.tape.reshape(own, to: [places, features]))
    }
    return context.tape.reshape(
      context.tape.concatenateRows(sums), to: [masks.count, regions.count, features])
  }

  /// The backbone's features place by place, (batch, height, width, features).
  private func featureMap(of images: Variable, context: inout ForwardContext) -> Variable {
    let output = backboneOutput(images, context: &context)
    guard case .classToken(let grid) = backbone.pooling else { return output }
    let places = context.tape.tokens(1..<output.shape[1], of: output)
    return context.tape.reshape(
      places, to: [output.shape[0], grid.height, grid.width, backbone.featureCount])
  }

  private func backboneOutput(_ images: Variable, context: inout ForwardContext) -> Variable {
    precondition(
      images.shape.rank == 4 && images.shape[3] == options.channels,
      "\(architecture.name): images \(images.shape) for \(options.channels) channels")
    return freezesBackbone
      ? context.evaluating { backbone.forward(images, context: &$0) }
      : backbone.forward(images, context: &context)
  }

  /// The layer table for a batch of the given size.
  public func summary(batchSize: Int = 1) -> ModelSummary {
    var copies = 1
    if case .masking(let regions, _, _) = focus { copies = regions.count }
    let images: Shape = [
      batchSize * copies, options.imageSize.height, options.imageSize.width, options.channels,
    ]
    var summary = ModelSummary()
    var shape = backbone.describe(images, in: &summary)
    switch backbone.pooling {
    case .globalAverage: shape = GlobalAveragePool().describe(shape, in: &summary)
    case .classToken: shape = [batchSize, backbone.featureCount]
    case .none: break
    }
    _ = head.describe(shape, in: &summary)
    return summary
  }
}
