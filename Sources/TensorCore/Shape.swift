/// The extents of a tensor, slowest axis first.
///
/// Activations of images are NHWC: (batch, height, width, channels). Convolution weights are HWIO:
/// (kernel height, kernel width, input channels / groups, output channels).
public struct Shape: Hashable, Sendable {
  /// The extent of each axis; every extent is at least 0.
  public let dimensions: [Int]

  /// The product of all extents; 1 for a scalar.
  public let count: Int

  /// Creates a shape; traps when an extent is negative or the element count overflows.
  public init(_ dimensions: [Int]) {
    require(dimensions.allSatisfy { $0 >= 0 }, "negative extent in shape \(dimensions)")
    self.dimensions = dimensions
    self.count = dimensions.reduce(1, *)
  }

  /// The number of axes; 0 for a scalar.
  public var rank: Int { dimensions.count }

  /// The extent of one axis; negative axes count from the end.
  public subscript(axis: Int) -> Int {
    dimensions[axis < 0 ? axis + dimensions.count : axis]
  }

  /// The shape of one scalar.
  public static let scalar = Shape([])
}

extension Shape: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }
}

extension Shape: CustomStringConvertible {
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}
