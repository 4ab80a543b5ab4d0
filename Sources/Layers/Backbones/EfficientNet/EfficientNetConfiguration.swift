/// The widths and depths of an EfficientNet.
public struct EfficientNetConfiguration: Hashable, Sendable {
  /// Blocks of one kind in a row.
  public struct Stage: Hashable, Sendable {
    /// How much wider a block is inside.
    public var expansion: Int
    /// The side of the depthwise kernel.
    public var kernel: Int
    /// The stride of the first block.
    public var stride: Int
    /// The channels behind the stage.
    public var channels: Int
    /// The number of blocks.
    public var depth: Int

    /// Creates a stage.
    public init(expansion: Int, kernel: Int, stride: Int, channels: Int, depth: Int) {
      self.expansion = expansion
      self.kernel = kernel
      self.stride = stride
      self.channels = channels
      self.depth = depth
    }
  }

  /// The channels of the first convolution.
  public var stemChannels: Int
  /// The stages in order.
  public var stages: [Stage]
  /// The probability of the last block's branch to be left out in training; the others' rise linearly from 0.
  public var stochasticDepth: Float

  /// Creates a configuration.
  public init(stemChannels: Int, stages: [Stage], stochasticDepth: Float = 0.2) {
    self.stemChannels = stemChannels
    self.stages = stages
    self.stochasticDepth = stochasticDepth
  }

  /// B0 (Tan and Le 2019, table 1) made wider and deeper.
  ///
  /// - Parameters:
  ///   - width: The factor of all channels, rounded to multiples of 8 as torchvision does.
  ///   - depth: The factor of all depths, rounded up.
  public init(width: Double, depth: Double) {
    let table: [(Int, Int, Int, Int, Int)] = [
      (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3),
      (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
    ]
    self.init(
      stemChannels: Self.divisible(32 * width),
      stages: table.map { expansion, kernel, stride, channels, count in
        Stage(
          expansion: expansion, kernel: kernel, stride: stride,
          channels: Self.divisible(Double(channels) * width),
          depth: Int((Double(count) * depth).rounded(.up)))
      })
  }

  /// The nearest multiple of 8, at least 8 and at least nine tenths of the value.
  static func divisible(_ value: Double) -> Int {
    let rounded = max(8, Int(value + 4) / 8 * 8)
    return Double(rounded) < 0.9 * value ? rounded + 8 : rounded
  }

  /// B0 to B4 by their numbers: factors of width and depth.
  static let scales: [(width: Double, depth: Double)] = [
    (1, 1), (1, 1.1), (1.1, 1.2), (1.2, 1.4), (1.4, 1.8),
  ]
}
