import Autograd
import TensorCore

/// Five convolutions with batch norm and ReLU, from CSI-Predictor.
///
/// 7x7 / 2 to 64 channels, max pool; 5x5 / 2 to 128, max pool; 3x3 / 2 to 256, to 512, to 1024; biases throughout.
/// Names: `conv1` to `conv5`, `bn1` to `bn5`. 6,413,312 parameters with three input channels.
///
/// - Shapes: (batch, height, width, channels) to (batch, height', width', 1024); 224 pixels become 2.
public struct Custom1Backbone: Backbone {
  public let featureCount = 1024
  public let pooling = FeaturePooling.globalAverage

  private let layers: Sequential

  /// Declares the parameters.
  public init(options: BackboneOptions, in builder: inout ModelBuilder) {
    let widths = [64, 128, 256, 512, 1024]
    let kernels = [7, 5, 3, 3, 3]
    var layers: [any Layer] = []
    var channels = options.channels
    for (index, (width, kernel)) in zip(widths, kernels).enumerated() {
      let number = index + 1
      let geometry = ConvolutionGeometry(
        kernel: Extent(kernel), stride: 2, padding: Extent(kernel / 2))
      layers.append(
        Convolution2D(
          "conv\(number)", inputChannels: channels, outputChannels: width, geometry: geometry,
          in: &builder))
      layers.append(
        BatchNorm2D("bn\(number)", channels: width, activation: .relu, in: &builder))
      if number <= 2 {
        layers.append(
          Pooling2D(.max, geometry: PoolingGeometry(window: 3, stride: 2, padding: 1)))
      }
      channels = width
    }
    self.layers = Sequential(layers)
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

extension Custom1Backbone {
  /// The registry's entry.
  static let architecture = Architecture(
    name: "Custom_1", aliases: ["custom1"],
    summary: "five strided convolutions with batch norm, 6.4 million parameters",
    defaultImageSize: 224, defaultChannels: 3, head: HeadStyle(name: "fc")
  ) { options, builder throws(LayersError) in
    Custom1Backbone(options: options, in: &builder)
  }
}
