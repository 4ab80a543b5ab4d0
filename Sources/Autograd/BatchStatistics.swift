import TensorCore

/// The statistics by which a batch norm normalized a batch.
public struct BatchStatistics: Sendable {
  /// The mean of each channel.
  public var mean: Tensor
  /// The biased variance of each channel: the sum of squared deviations over `sampleCount`.
  public var variance: Tensor
  /// The number of values of each channel.
  public var sampleCount: Int

  /// Creates statistics.
  public init(mean: Tensor, variance: Tensor, sampleCount: Int) {
    self.mean = mean
    self.variance = variance
    self.sampleCount = sampleCount
  }
}
