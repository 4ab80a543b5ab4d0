import Autograd
import TensorCore

/// EfficientNet's block: 1x1 widening, depthwise convolution, squeeze and excitation, 1x1 narrowing; each convolution with
/// batch norm, the first two with SiLU; a shortcut with stochastic depth where the shape stays.
struct InvertedResidualBlock: Layer {
  /// The channels behind the block.
  let outputChannels: Int

  private let layers: Sequential
  private let hasShortcut: Bool
  private let depth: StochasticDepth

  init(
    inputChannels: Int, stage: EfficientNetConfiguration.Stage, stride: Int, dropProbability: Float,
    in builder: inout ModelBuilder
  ) {
    let inner = inputChannels * stage.expansion
    outputChannels = stage.channels
    hasShortcut = stride == 1 && inputChannels == stage.channels
    depth = StochasticDepth(probability: dropProbability)
    var layers: [any Layer] = []
    builder.scope("block") { builder in
      if inner != inputChannels {
        layers += Self.unit(
          "\(layers.count)", inputChannels, inner, kernel: 1, activation: .silu, in: &builder)
      }
      layers += Self.unit(
        "\(layers.count / 2)", inner, inner, kernel: stage.kernel, stride: stride, groups: inner,
        activation: .silu, in: &builder)
      let place = layers.count / 2
      layers.append(
        SqueezeExcitation(
          "\(place)", channels: inner, squeezed: max(1, inputChannels / 4), in: &builder))
      layers += Self.unit("\(place + 1)", inner, stage.channels, kernel: 1, in: &builder)
    }
    self.layers = Sequential(layers)
  }

  /// A convolution `NAME.0` and its batch norm `NAME.1`.
  static func unit(
    _ name: String, _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1,
    activation: Activation = .identity, in builder: inout ModelBuilder
  ) -> [any Layer] {
    builder.scope(name) { builder in
      [
        Convolution2D(
          "0", inputChannels: inputs, outputChannels: outputs,
          geometry: ConvolutionGeometry(
            kernel: Extent(kernel), stride: Extent(stride), padding: Extent((kernel - 1) / 2),
            groups: groups),
          hasBias: false, initializer: .kaimingNormal(mode: .output), in: &builder),
        BatchNorm2D("1", channels: outputs, activation: activation, in: &builder),
      ]
    }
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    let output = layers.forward(input, context: &context)
    guard hasShortcut else { return output }
    let factors = depth.factors(batch: input.shape[0], context: &context)
    return context.tape.scaledResidual(
      output, scale: nil, sampleFactors: factors, residual: input)
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let output = layers.describe(input, in: &summary)
    if hasShortcut { summary.add(name: "", kind: "sum", outputShape: output) }
    return output
  }
}
