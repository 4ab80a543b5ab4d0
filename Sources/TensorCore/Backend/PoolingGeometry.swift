/// How a pooling window walks over its input; padding never wins a maximum.
public struct PoolingGeometry: Hashable, Sendable {
  /// Window height and width, at least 1.
  public var window: Extent
  /// Step between neighbouring windows, at least 1.
  public var stride: Extent
  /// Rows and columns added on each side, at most half the window.
  public var padding: Extent
  /// For averages: whether padded places count in the divisor (PyTorch's default is true).
  public var countsPadding: Bool

  /// Creates a geometry; the stride defaults to the window.
  public init(
    window: Extent, stride: Extent? = nil, padding: Extent = 0, countsPadding: Bool = true
  ) {
    require(window.height > 0 && window.width > 0, "pooling: window \(window)")
    require(
      padding.height * 2 <= window.height && padding.width * 2 <= window.width,
      "pooling: padding \(padding) is more than half the window \(window)")
    self.window = window
    self.stride = stride ?? window
    self.padding = padding
    self.countsPadding = countsPadding
  }

  /// The output's height and width for an input of the given size, rounded down as PyTorch does.
  public func outputSize(of input: Extent) -> Extent {
    ConvolutionGeometry(kernel: window, stride: stride, padding: padding).outputSize(of: input)
  }
}
