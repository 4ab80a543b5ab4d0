/// The widths and depths of a densely connected network.
public struct DenseNetConfiguration: Hashable, Sendable {
  /// The layers of each block.
  public var depths: [Int]
  /// The channels that each layer adds.
  public var growth: Int
  /// The channels of the stem.
  public var stemChannels: Int
  /// The channels of each layer's 1x1 convolution, as a multiple of the growth.
  public var bottleneckFactor: Int

  /// Creates a configuration.
  public init(
    depths: [Int], growth: Int = 32, stemChannels: Int = 64, bottleneckFactor: Int = 4
  ) {
    self.depths = depths
    self.growth = growth
    self.stemChannels = stemChannels
    self.bottleneckFactor = bottleneckFactor
  }

  /// 121 layers.
  public static let denseNet121 = DenseNetConfiguration(depths: [6, 12, 24, 16])
  /// 169 layers.
  public static let denseNet169 = DenseNetConfiguration(depths: [6, 12, 32, 32])
  /// 201 layers.
  public static let denseNet201 = DenseNetConfiguration(depths: [6, 12, 48, 32])
}
