/// How a two-dimensional convolution walks over its input; equal for all images of a batch.
public struct ConvolutionGeometry: Hashable, Sendable {
  /// Kernel height and width, at least 1.
  public var kernel: Extent
  /// Step between neighbouring outputs, at least 1.
  public var stride: Extent
  /// Rows and columns of zeros added on each side of the input, at least 0.
  public var padding: Extent
  /// Distance between neighbouring taps of the kernel, at least 1.
  public var dilation: Extent
  /// The number of groups that the channels are divided into; divides input and output channels.
  public var groups: Int

  /// Creates a geometry.
  public init(
    kernel: Extent, stride: Extent = 1, padding: Extent = 0, dilation: Extent = 1, groups: Int = 1
  ) {
    require(kernel.height > 0 && kernel.width > 0, "convolution: kernel \(kernel)")
    require(stride.height > 0 && stride.width > 0, "convolution: stride \(stride)")
    require(padding.height >= 0 && padding.width >= 0, "convolution: padding \(padding)")
    require(dilation.height > 0 && dilation.width > 0, "convolution: dilation \(dilation)")
    require(groups > 0, "convolution: groups \(groups)")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  /// The output's height and width for an input of the given size:
  /// floor((input + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.
  public func outputSize(of input: Extent) -> Extent {
    func size(_ axis: KeyPath<Extent, Int>) -> Int {
      let span = dilation[keyPath: axis] * (kernel[keyPath: axis] - 1) + 1
      let room = input[keyPath: axis] + 2 * padding[keyPath: axis] - span
      return room < 0 ? 0 : room / stride[keyPath: axis] + 1
    }
    return Extent(height: size(\.height), width: size(\.width))
  }
}
