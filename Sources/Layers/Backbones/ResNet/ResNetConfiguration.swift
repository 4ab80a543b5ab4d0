/// The widths and depths of a residual network.
public struct ResNetConfiguration: Hashable, Sendable {
  /// The blocks of each stage; each stage doubles the width, and all but the first halve the map.
  public var depths: [Int]
  /// Whether blocks are 1x1, 3x3, 1x1 with four times the width behind, instead of two 3x3.
  public var isBottlenecked: Bool
  /// The channels of the stem and of the first stage's 3x3 convolutions.
  public var width: Int

  /// Creates a configuration.
  public init(depths: [Int], isBottlenecked: Bool, width: Int = 64) {
    self.depths = depths
    self.isBottlenecked = isBottlenecked
    self.width = width
  }

  /// 18 layers.
  public static let resNet18 = ResNetConfiguration(depths: [2, 2, 2, 2], isBottlenecked: false)
  /// 34 layers.
  public static let resNet34 = ResNetConfiguration(depths: [3, 4, 6, 3], isBottlenecked: false)
  /// 50 layers.
  public static let resNet50 = ResNetConfiguration(depths: [3, 4, 6, 3], isBottlenecked: true)
  /// 101 layers.
  public static let resNet101 = ResNetConfiguration(depths: [3, 4, 23, 3], isBottlenecked: true)
  /// 152 layers.
  public static let resNet152 = ResNetConfiguration(depths: [3, 8, 36, 3], isBottlenecked: true)
}
