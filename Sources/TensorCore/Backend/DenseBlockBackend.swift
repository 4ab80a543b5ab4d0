/// A densely connected block (Huang and others 2016) as one operation over one buffer.
///
/// Unit l sees the input's channels and those of all units before it: batch norm, ReLU, 1x1; batch norm, ReLU, 3x3 with
/// padding 1, to `growth` more channels. Nothing is concatenated: units write behind one another. The statistics of a
/// channel are computed once, for every norm that sees it.
public protocol DenseBlockBackend {
  /// The block in training, normalized by the batch's own statistics.
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, channels), with at least two values per channel.
  ///   - units: The parameters, at least one unit; unit l's first norm and convolution see
  ///     channels + l x growth channels.
  ///   - epsilon: Added to variances, above 0.
  func denseBlock(_ input: Tensor, units: [DenseUnit<Tensor>], epsilon: Float) -> DenseBlockOutput

  /// The block in evaluation, with running statistics; without gradients.
  func denseBlockInference(
    _ input: Tensor, units: [DenseUnit<Tensor>], statistics: [DenseUnitStatistics], epsilon: Float
  ) -> Tensor

  /// The gradients of `denseBlock`; what the norms gave is computed again.
  func denseBlockGradient(
    outputGradient: consuming Tensor, of block: DenseBlockOutput, units: [DenseUnit<Tensor>]
  ) -> DenseBlockGradient
}

/// The parameters of one unit, or anything else that there is one of for each of them.
public struct DenseUnit<Element> {
  /// The scale of the first norm, (seen channels).
  public var scale1: Element
  /// The shift of the first norm, (seen channels).
  public var shift1: Element
  /// The 1x1 convolution, (1, 1, seen channels, width).
  public var weights1: Element
  /// The scale of the second norm, (width).
  public var scale2: Element
  /// The shift of the second norm, (width).
  public var shift2: Element
  /// The 3x3 convolution, (3, 3, width, growth).
  public var weights2: Element

  /// Creates a unit.
  public init(
    scale1: Element, shift1: Element, weights1: Element, scale2: Element, shift2: Element,
    weights2: Element
  ) {
    self.scale1 = scale1
    self.shift1 = shift1
    self.weights1 = weights1
    self.scale2 = scale2
    self.shift2 = shift2
    self.weights2 = weights2
  }

  /// All six, in the order of the properties.
  public var all: [Element] { [scale1, shift1, weights1, scale2, shift2, weights2] }

  /// A unit of what `transform` makes of each.
  public func map<Result>(_ transform: (Element) -> Result) -> DenseUnit<Result> {
    DenseUnit<Result>(
      scale1: transform(scale1), shift1: transform(shift1), weights1: transform(weights1),
      scale2: transform(scale2), shift2: transform(shift2), weights2: transform(weights2))
  }
}

extension DenseUnit: Sendable where Element: Sendable {}

/// The means and biased variances that the two norms of a unit normalize by.
public struct DenseUnitStatistics: Sendable {
  /// Of the first norm, (seen channels).
  public var mean1, variance1: Tensor
  /// Of the second norm, (width).
  public var mean2, variance2: Tensor

  /// Creates statistics.
  public init(mean1: Tensor, variance1: Tensor, mean2: Tensor, variance2: Tensor) {
    self.mean1 = mean1
    self.variance1 = variance1
    self.mean2 = mean2
    self.variance2 = variance2
  }
}

/// What a dense block gives in training, with what its gradient needs.
public struct DenseBlockOutput: Sendable {
  /// The input's channels, then those of each unit.
  public var output: Tensor
  /// The mean, biased variance and 1 / sqrt(variance + epsilon) of each channel of the output.
  public var mean, variance, inverseDeviation: Tensor
  /// What the 1x1 convolution of each unit gave, and its statistics.
  public var hidden: [BatchNormOutput]
}

/// The gradients of a dense block.
public struct DenseBlockGradient: Sendable {
  /// With respect to the input.
  public var input: Tensor
  /// With respect to each unit's parameters.
  public var units: [DenseUnit<Tensor>]
}
