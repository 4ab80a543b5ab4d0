import Autograd
import TensorCore

/// A small network for digits and garments with separable 5x5 kernels, from bz.
///
/// 5x5 to 16 channels, max pool; 5x1 and 1x5, max pool; each convolution with batch norm and SiLU; linear layers of 128
/// and 64 with SiLU, dropout after both: bz's are 0.2 and, before the head, 0.3, and the first follows the second in this
/// proportion. Names: `conv1` to `conv3`, `bn1` to `bn3`, `fc1`, `fc2`; the head is `fc3`.
///
/// - Shapes: (batch, height, width, channels) to (batch, 64).
public struct MyNetBackbone: Backbone {
  public let featureCount = 64
  public let pooling = FeaturePooling.none

  private let layers: Sequential

  /// Declares the parameters.
  ///
  /// - Throws: `LayersError.imageTooSmall` below 4 pixels.
  public init(
    options: BackboneOptions, in builder: inout ModelBuilder
  ) throws(LayersError) {
    let width = 16
    // Two halvings, rounded down.
    let map = Extent(height: options.imageSize.height / 4, width: options.imageSize.width / 4)
    guard map.height > 0, map.width > 0 else {
      throw .imageTooSmall(
        architecture: "MyNet", size: min(options.imageSize.height, options.imageSize.width),
        minimum: 4)
    }
    let kernels = [Extent(5), Extent(height: 5, width: 1), Extent(height: 1, width: 5)]
    let pool = Pooling2D(.max, geometry: PoolingGeometry(window: 2))
    var layers: [any Layer] = []
    for (index, kernel) in kernels.enumerated() {
      let number = index + 1
      let padding = Extent(height: kernel.height / 2, width: kernel.width / 2)
      layers.append(
        Convolution2D(
          "conv\(number)", inputChannels: number == 1 ? options.channels : width,
          outputChannels: width, geometry: ConvolutionGeometry(kernel: kernel, padding: padding),
          in: &builder))
      layers.append(
        BatchNorm2D("bn\(number)", channels: width, activation: .silu, in: &builder))
      if number != 2 { layers.append(pool) }
    }
    layers.append(Flatten())
    layers.append(
      Linear("fc1", inputs: width * map.height * map.width, outputs: 128, in: &builder))
    layers.append(ActivationLayer(.silu))
    layers.append(Dropout(options.dropout * 2 / 3))
    layers.append(Linear("fc2", inputs: 128, outputs: featureCount, in: &builder))
    layers.append(ActivationLayer(.silu))
    self.layers = Sequential(layers)
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

extension MyNetBackbone {
  /// The registry's entry.
  static let architecture = Architecture(
    name: "MyNet", summary: "a small network with separable kernels for 28-pixel images",
    defaultImageSize: 28, defaultChannels: 1, head: HeadStyle(name: "fc3")
  ) { options, builder throws(LayersError) in
    try MyNetBackbone(options: options, in: &builder)
  }
}
