/// How a window walks over an image; the same on both axes where one number is given.
public struct ReferenceWindow: Hashable, Sendable, CustomStringConvertible {
  /// Rows and columns of the window.
  public var kernel: (Int, Int) { (kernelHeight, kernelWidth) }
  /// The number of rows.
  public var kernelHeight: Int
  /// The number of columns.
  public var kernelWidth: Int
  /// The step between neighbouring windows.
  public var stride: Int
  /// Places added on each side.
  public var padding: Int
  /// The distance between neighbouring taps.
  public var dilation: Int
  /// The number of groups of channels.
  public var groups: Int

  /// Creates a window.
  public init(
    _ height: Int, _ width: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) {
    kernelHeight = height
    kernelWidth = width
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  public var description: String {
    "\(kernelHeight)x\(kernelWidth) stride \(stride) padding \(padding) dilation \(dilation) groups \(groups)"
  }

  /// The number of windows along an axis.
  public func outputs(input: Int, kernel: Int) -> Int {
    let room = input + 2 * padding - dilation * (kernel - 1) - 1
    return room < 0 ? 0 : room / stride + 1
  }

  /// The shape of what comes out for an image batch, with the given channels.
  public func outputShape(of input: [Int], channels: Int) -> [Int] {
    [
      input[0], outputs(input: input[1], kernel: kernelHeight),
      outputs(input: input[2], kernel: kernelWidth), channels,
    ]
  }

  /// Calls `body` with the tap's row and column, and the place of the image, for every tap inside it.
  func forEachTap(
    row: Int, column: Int, height: Int, width: Int, _ body: (Int, Int, Int, Int) -> Void
  ) {
    for u in 0..<kernelHeight {
      let h = row * stride + u * dilation - padding
      guard h >= 0, h < height else { continue }
      for v in 0..<kernelWidth {
        let w = column * stride + v * dilation - padding
        guard w >= 0, w < width else { continue }
        body(u, v, h, w)
      }
    }
  }
}
