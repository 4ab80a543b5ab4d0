import Autograd
import TensorCore

/// The paper's network for digits, with ReLU.
///
/// LeNet-5 of LeCun and others, "Gradient-based learning applied to document recognition" (1998), section II.B: 5x5 to 6
/// channels (padded by 2, so that 28 pixels serve as the paper's 32), average pool, 5x5 to 16 channels, average pool,
/// linear layers of 120 and 84. Names: `conv1`, `conv2`, `fc1`, `fc2`; the head is `fc3`. With it, one input channel and
/// ten classes: 61,706 parameters.
///
/// - Shapes: (batch, height, width, channels) to (batch, 84).
public struct LeNetBackbone: Backbone {
  public let featureCount = 84
  public let pooling = FeaturePooling.none

  private let layers: Sequential

  /// Declares the parameters.
  ///
  /// - Throws: `LayersError.imageTooSmall` below 12 pixels.
  public init(
    options: BackboneOptions, in builder: inout ModelBuilder
  ) throws(LayersError) {
    let pool = Pooling2D(.average, geometry: PoolingGeometry(window: 2))
    let conv1 = Convolution2D(
      "conv1", inputChannels: options.channels, outputChannels: 6,
      geometry: ConvolutionGeometry(kernel: 5, padding: 2), in: &builder)
    let conv2 = Convolution2D(
      "conv2", inputChannels: 6, outputChannels: 16, geometry: ConvolutionGeometry(kernel: 5),
      in: &builder)
    let map = [
      conv1.geometry.outputSize, pool.geometry.outputSize, conv2.geometry.outputSize,
      pool.geometry.outputSize,
    ].reduce(options.imageSize) { $1($0) }
    guard map.height > 0, map.width > 0 else {
      throw .imageTooSmall(
        architecture: "LeNet", size: min(options.imageSize.height, options.imageSize.width),
        minimum: 12)
    }
    layers = Sequential([
      conv1, ActivationLayer(.relu), pool,
      conv2, ActivationLayer(.relu), pool,
      Flatten(),
      Linear("fc1", inputs: 16 * map.height * map.width, outputs: 120, in: &builder),
      ActivationLayer(.relu),
      Linear("fc2", inputs: 120, outputs: 84, in: &builder),
      ActivationLayer(.relu),
    ])
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

extension LeNetBackbone {
  /// The registry's entry.
  static let architecture = Architecture(
    name: "LeNet", aliases: ["lenet5"],
    summary: "LeNet-5 with ReLU, 62 thousand parameters with its head",
    defaultImageSize: 28, defaultChannels: 1, head: HeadStyle(name: "fc3")
  ) { options, builder throws(LayersError) in
    try LeNetBackbone(options: options, in: &builder)
  }
}
