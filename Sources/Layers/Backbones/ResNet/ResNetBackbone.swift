import Autograd
import TensorCore

/// Residual networks of He and others, "Deep residual learning for image recognition" (2015), as torchvision builds them.
///
/// 7x7 / 2 to 64 channels, max pool, four stages of residual blocks. Names and initialization are torchvision's: `conv1`,
/// `bn1`, `layer1.0.conv1`, ..., `layer2.0.downsample.0`; the head is `fc`.
///
/// - Shapes: (batch, height, width, channels) to (batch, height / 32, width / 32, features), rounded up.
public struct ResNetBackbone: Backbone {
  public let featureCount: Int
  public let pooling = FeaturePooling.globalAverage

  private let layers: Sequential

  /// Declares the parameters.
  public init(
    _ configuration: ResNetConfiguration, options: BackboneOptions,
    in builder: inout ModelBuilder
  ) {
    var channels = configuration.width
    var layers: [any Layer] = [
      Convolution2D(
        "conv1", inputChannels: options.channels, outputChannels: channels,
        geometry: ConvolutionGeometry(kernel: 7, stride: 2, padding: 3), hasBias: false,
        initializer: .kaimingNormal(mode: .output), in: &builder),
      BatchNorm2D("bn1", channels: channels, activation: .relu, in: &builder),
      Pooling2D(.max, geometry: PoolingGeometry(window: 3, stride: 2, padding: 1)),
    ]
    for (stage, depth) in configuration.depths.enumerated() {
      for index in 0..<depth {
        let block = builder.scope("layer\(stage + 1)") { builder in
          builder.scope("\(index)") { builder in
            ResidualBlock(
              inputChannels: channels, width: configuration.width << stage,
              stride: stage > 0 && index == 0 ? 2 : 1,
              isBottlenecked: configuration.isBottlenecked, in: &builder)
          }
        }
        channels = block.outputChannels
        layers.append(block)
      }
    }
    featureCount = channels
    self.layers = Sequential(layers)
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

extension ResNetBackbone {
  /// The registry's entries.
  static let architectures = [
    architecture(18, .resNet18, "11.7", weights: "resnet18-f37072fd.pth"),
    architecture(34, .resNet34, "21.8", weights: "resnet34-b627a593.pth"),
    architecture(50, .resNet50, "25.6", weights: "resnet50-11ad3fa6.pth"),
    architecture(101, .resNet101, "44.5", weights: "resnet101-cd907fc2.pth"),
    architecture(152, .resNet152, "60.2", weights: "resnet152-f82ba261.pth"),
  ]

  private static func architecture(
    _ layers: Int, _ configuration: ResNetConfiguration, _ millions: String, weights: String
  ) -> Architecture {
    Architecture(
      name: "ResNet\(layers)",
      summary: "torchvision's residual network, \(millions) million parameters",
      head: HeadStyle(name: "fc"), weights: .torchvision(weights)
    ) { options, builder throws(LayersError) in
      ResNetBackbone(configuration, options: options, in: &builder)
    }
  }
}
