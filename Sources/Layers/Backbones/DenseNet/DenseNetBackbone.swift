import Autograd
import TensorCore

/// Densely connected networks of Huang and others (2016), as torchvision builds them; CheXNet (Rajpurkar and others 2017)
/// is the one of 121 layers.
///
/// 7x7 / 2, max pool, four dense blocks with transitions (batch norm, ReLU, 1x1 to half the channels, average pool)
/// between them, batch norm, ReLU. Names and initialization are torchvision's: `features.conv0`, `features.norm0`,
/// `features.denseblock1.denselayer1.norm1`, ..., `features.transition1.conv`, `features.norm5`; the head is `classifier`.
///
/// - Shapes: (batch, height, width, channels) to (batch, height / 32, width / 32, features).
public struct DenseNetBackbone: Backbone {
  public let featureCount: Int
  public let pooling = FeaturePooling.globalAverage

  private let layers: Sequential

  /// Declares the parameters.
  ///
  /// - Throws: `LayersError.imageTooSmall` below 29 pixels.
  public init(
    _ configuration: DenseNetConfiguration, options: BackboneOptions,
    in builder: inout ModelBuilder
  ) throws(LayersError) {
    // Each transition halves the map, rounding down; the stem rounds up.
    let least = (1 << (configuration.depths.count + 1)) - 3
    let size = min(options.imageSize.height, options.imageSize.width)
    guard size >= least else {
      throw .imageTooSmall(architecture: "DenseNet", size: size, minimum: least)
    }
    let features = builder.scope("features") { builder in
      Self.features(configuration, channels: options.channels, in: &builder)
    }
    layers = features.layers
    featureCount = features.channels
  }

  private static func features(
    _ configuration: DenseNetConfiguration, channels: Int, in builder: inout ModelBuilder
  ) -> (layers: Sequential, channels: Int) {
    var channels = channels
    func convolution(
      _ name: String, _ outputs: Int, _ geometry: ConvolutionGeometry,
      in builder: inout ModelBuilder
    ) -> Convolution2D {
      defer { channels = outputs }
      return Convolution2D(
        name, inputChannels: channels, outputChannels: outputs, geometry: geometry,
        hasBias: false, initializer: .kaimingNormal(mode: .input), in: &builder)
    }
    var layers: [any Layer] = [
      convolution(
        "conv0", configuration.stemChannels,
        ConvolutionGeometry(kernel: 7, stride: 2, padding: 3), in: &builder),
      BatchNorm2D(
        "norm0", channels: configuration.stemChannels, activation: .relu, in: &builder),
      Pooling2D(.max, geometry: PoolingGeometry(window: 3, stride: 2, padding: 1)),
    ]
    for (index, depth) in configuration.depths.enumerated() {
      let block = DenseBlock(
        "denseblock\(index + 1)", inputChannels: channels, depth: depth,
        configuration: configuration, in: &builder)
      channels = block.outputChannels
      layers.append(block)
      guard index < configuration.depths.count - 1 else { continue }
      builder.scope("transition\(index + 1)") { builder in
        layers.append(BatchNorm2D("norm", channels: channels, activation: .relu, in: &builder))
        layers.append(
          convolution("conv", channels / 2, ConvolutionGeometry(kernel: 1), in: &builder))
      }
      layers.append(Pooling2D(.average, geometry: PoolingGeometry(window: 2)))
    }
    layers.append(
      BatchNorm2D(
        "norm\(configuration.depths.count + 1)", channels: channels, activation: .relu,
        in: &builder))
    return (Sequential(layers), channels)
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

extension DenseNetBackbone {
  /// The registry's entries.
  static let architectures = [
    architecture(
      "DenseNet121", .denseNet121,
      "torchvision's densely connected network, 8.0 million parameters",
      weights: .torchvision("densenet121-a639ec97.pth")),
    architecture(
      "DenseNet169", .denseNet169,
      "torchvision's densely connected network, 14.1 million parameters",
      weights: .torchvision("densenet169-b2777c0a.pth")),
    architecture(
      "DenseNet201", .denseNet201,
      "torchvision's densely connected network, 20.0 million parameters",
      weights: .torchvision("densenet201-c1103571.pth")),
    architecture(
      "CheXNet", .denseNet121, "DenseNet121 with weights trained on chest radiographs",
      weights: PublishedWeights(
        fileName: "chexnet.pth.tar",
        publisher: "https://github.com/arnoweng/CheXNet (its model.pth.tar)",
        mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])),
  ]

  private static func architecture(
    _ name: String, _ configuration: DenseNetConfiguration, _ summary: String,
    weights: PublishedWeights
  ) -> Architecture {
    Architecture(
      name: name, summary: summary, head: HeadStyle(name: "classifier", bias: .constant(0)),
      weights: weights, naming: .denseNet
    ) { options, builder throws(LayersError) in
      try DenseNetBackbone(configuration, options: options, in: &builder)
    }
  }
}
