/// A tensor as it stands in a file: a type, a shape and the elements in row-major order.
///
/// A tensor of no dimensions has one element. Bytes are little endian.
public struct StoredTensor: Equatable, Sendable {
  /// The type of the elements.
  public let type: ElementType

  /// The sizes, outermost first; empty for a scalar.
  public let shape: [Int]

  /// The elements, row major, little endian: `count * type.size` bytes.
  public let bytes: [UInt8]

  /// The number of elements.
  public var count: Int { bytes.count / type.size }

  /// Creates a tensor over `bytes`, which must be as many as the type and the shape need.
  public init(type: ElementType, shape: [Int], bytes: [UInt8]) {
    precondition(
      Self.byteCount(type, shape) == bytes.count,
      "a \(type) tensor of shape \(shape) cannot have \(bytes.count) bytes")
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// Returns the bytes that a tensor needs, or nil where the shape is impossible.
  ///
  /// A size of 0 does not hide an overflow of the others, so that whoever multiplies the sizes in
  /// any order is safe.
  static func byteCount(_ type: ElementType, _ shape: [Int]) -> Int? {
    var bytes = type.size
    for size in shape {
      guard size >= 0 else { return nil }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(1, size))
      guard !overflow else { return nil }
      bytes = product
    }
    return shape.contains(0) ? 0 : bytes
  }
}
