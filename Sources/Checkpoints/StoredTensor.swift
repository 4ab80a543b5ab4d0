/// A tensor as it stands in a file: a type, a shape and the elements in row-major order.
///
/// A tensor of no dimensions has one element. Bytes are little endian.
public struct StoredTensor: Equatable, Sendable {
  private enum Content: Sendable {
    case bytes([UInt8])
    case made(@Sendable () -> [UInt8])
  }

  /// The type of the elements.
  public let type: ElementType

  /// The sizes, outermost first; empty for a scalar.
  public let shape: [Int]

  /// The number of bytes.
  public let byteCount: Int

  private let content: Content

  /// The elements, row major, little endian: `count * type.size` bytes; made anew each time where they are made on
  /// demand.
  public var bytes: [UInt8] {
    switch content {
    case .bytes(let bytes): return bytes
    case .made(let make):
      let bytes = make()
      precondition(
        bytes.count == byteCount, "\(bytes.count) bytes made for \(type) of shape \(shape)")
      return bytes
    }
  }

  /// The number of elements.
  public var count: Int { byteCount / type.size }

  /// Creates a tensor over `bytes`, which must be as many as the type and the shape need.
  public init(type: ElementType, shape: [Int], bytes: [UInt8]) {
    precondition(
      Self.byteCount(type, shape) == bytes.count,
      "a \(type) tensor of shape \(shape) cannot have \(bytes.count) bytes")
    self.type = type
    self.shape = shape
    byteCount = bytes.count
    content = .bytes(bytes)
  }

  /// Creates a float32 tensor whose elements are made when they are asked for, each time: a file of many tensors then
  /// needs the memory of one.
  ///
  /// - Parameters:
  ///   - shape: the sizes, which must be possible.
  ///   - floats: makes the elements in row-major order, always the same and as many as the shape needs.
  public init(shape: [Int], floats: @escaping @Sendable () -> [Float]) {
    guard let byteCount = Self.byteCount(.float32, shape) else {
      preconditionFailure("no tensor has the shape \(shape)")
    }
    type = .float32
    self.shape = shape
    self.byteCount = byteCount
    content = .made { Self.bytes(of: floats()) }
  }

  public static func == (left: StoredTensor, right: StoredTensor) -> Bool {
    left.type == right.type && left.shape == right.shape && left.bytes == right.bytes
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
