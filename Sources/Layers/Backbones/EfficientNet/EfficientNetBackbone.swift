import Autograd
import TensorCore

/// EfficientNets of Tan and Le (2019), as torchvision builds them.
///
/// 3x3 / 2, seven stages of inverted residual blocks, 1x1 to four times the last width; batch norm and SiLU throughout. Names
/// and initialization are torchvision's: `features.0.0`, `features.1.0.block.0.0`, ..., `features.8.1`; the head is
/// `classifier.1`. Stochastic depth is torchvision's 0.2, or the dropout where that is less: without dropout nothing is random.
///
/// - Shapes: (batch, height, width, channels) to (batch, height / 32, width / 32, features), rounded up.
public struct EfficientNetBackbone: Backbone {
  public let featureCount: Int
  public let pooling = FeaturePooling.globalAverage

  private let layers: Sequential

  /// Declares the parameters.
  public init(
    _ configuration: EfficientNetConfiguration, options: BackboneOptions,
    in builder: inout ModelBuilder
  ) {
    let total = configuration.stages.reduce(0) { $0 + $1.depth }
    let rate = min(configuration.stochasticDepth, options.dropout)
    let last = 4 * (configuration.stages.last?.channels ?? configuration.stemChannels)
    layers = builder.scope("features") { builder in
      var channels = configuration.stemChannels
      var layers = InvertedResidualBlock.unit(
        "0", options.channels, channels, kernel: 3, stride: 2, activation: .silu, in: &builder)
      var number = 0
      for (index, stage) in configuration.stages.enumerated() {
        builder.scope("\(index + 1)") { builder in
          for place in 0..<stage.depth {
            let block = builder.scope("\(place)") { builder in
              InvertedResidualBlock(
                inputChannels: channels, stage: stage, stride: place == 0 ? stage.stride : 1,
                dropProbability: rate * Float(number) / Float(total), in: &builder)
            }
            channels = block.outputChannels
            number += 1
            layers.append(block)
          }
        }
      }
      layers += InvertedResidualBlock.unit(
        "\(configuration.stages.count + 1)", channels, last, kernel: 1, activation: .silu,
        in: &builder)
      return Sequential(layers)
    }
    featureCount = last
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

extension EfficientNetBackbone {
  /// The registry's entries.
  static let architectures = [
    architecture(0, "5.3", weights: "efficientnet_b0_rwightman-7f5810bc.pth"),
    architecture(1, "7.8", weights: "efficientnet_b1-c27df63c.pth"),
    architecture(2, "9.1", weights: "efficientnet_b2_rwightman-c35c1473.pth"),
    architecture(3, "12.2", weights: "efficientnet_b3_rwightman-b3899882.pth"),
    architecture(4, "19.3", weights: "efficientnet_b4_rwightman-23ab8bcd.pth"),
  ]

  private static func architecture(
    _ number: Int, _ millions: String, weights: String
  ) -> Architecture {
    let scale = EfficientNetConfiguration.scales[number]
    return Architecture(
      name: "EfficientNet-B\(number)",
      aliases: ["EfficientNetB\(number)", "efficientnet_b\(number)"],
      summary: "torchvision's EfficientNet, \(millions) million parameters",
      // Uniform in +-1 / sqrt(classes).
      head: HeadStyle(
        name: "classifier.1", weights: .kaimingUniform(slope: 5.0.squareRoot(), mode: .output),
        bias: .constant(0)),
      weights: .torchvision(weights)
    ) { options, builder throws(LayersError) in
      EfficientNetBackbone(
        EfficientNetConfiguration(width: scale.width, depth: scale.depth), options: options,
        in: &builder)
    }
  }
}
