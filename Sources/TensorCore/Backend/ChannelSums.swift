/// What an operation added up of its own output on the way to memory: enough for the mean and variance of each channel.
public struct ChannelSums: Sendable {
  /// The sum of each channel, then the sum of squares of each channel.
  ///
  /// Partial sums of a few hundred values run in single precision, everything above them in double.
  public var values: [Double]
  /// The number of values in each channel.
  public var count: Int

  /// Creates sums.
  ///
  /// - Parameters:
  ///   - values: 2 x channels numbers: sums, then sums of squares.
  ///   - count: The number of values in each channel.
  public init(values: [Double], count: Int) {
    self.values = values
    self.count = count
  }

  /// The number of channels.
  public var channels: Int { values.count / 2 }

  /// The mean of a channel.
  public func mean(_ channel: Int) -> Double { values[channel] / Double(count) }

  /// The biased variance of a channel.
  public func variance(_ channel: Int) -> Double {
    let mean = mean(channel)
    return max(values[channels + channel] / Double(count) - mean * mean, 0)
  }

  /// Whether the variances can be trusted: squares of means far above the variance would leave it only the rounding.
  public var areWellConditioned: Bool {
    (0..<channels).allSatisfy { channel in
      let mean = mean(channel)
      return mean * mean <= ChannelSums.largestRatio * variance(channel) || mean == 0
    }
  }

  /// Beyond this ratio of squared mean to variance the error of a variance, some 1e-7 of the mean square, exceeds 1e-5.
  private static let largestRatio = 64.0
}
