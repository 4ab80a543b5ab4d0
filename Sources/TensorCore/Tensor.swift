/// A dense, row-major array of 32-bit floats with value semantics.
///
/// Copies share memory until one of them is written. Memory comes from a `StoragePool` and returns to it.
public struct Tensor: Sendable {
  /// The extents, slowest axis first.
  public let shape: Shape

  private var storage: TensorStorage

  private init(shape: Shape, storage: TensorStorage) {
    self.shape = shape
    self.storage = storage
  }

  /// Creates a tensor whose elements are undefined; the caller writes every one before anything reads it.
  ///
  /// - Parameters:
  ///   - shape: The extents.
  ///   - pool: Where the memory comes from.
  public init(uninitialized shape: Shape, pool: StoragePool) {
    self.init(shape: shape, storage: TensorStorage(count: shape.count, pool: pool))
  }

  /// Creates a tensor with one value everywhere.
  public init(repeating value: Float, shape: Shape, pool: StoragePool) {
    self.init(uninitialized: shape, pool: pool)
    storage.elements.update(repeating: value, count: shape.count)
  }

  /// Creates a tensor from values in row-major order; their number is the shape's element count.
  public init(_ values: [Float], shape: Shape, pool: StoragePool) {
    require(
      values.count == shape.count,
      "tensor of shape \(shape) needs \(shape.count) values, got \(values.count)")
    self.init(uninitialized: shape, pool: pool)
    values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      storage.elements.update(from: base, count: source.count)
    }
  }

  /// The number of elements.
  public var count: Int { shape.count }

  /// All elements in row-major order.
  public var scalars: [Float] {
    withElements { Array($0) }
  }

  /// The only element of a tensor that holds exactly one.
  public var item: Float {
    require(count == 1, "item of a tensor of shape \(shape)")
    return storage.elements[0]
  }

  /// The same elements under another shape with the same element count; shares the memory.
  public func reshaped(to shape: Shape) -> Tensor {
    require(shape.count == count, "cannot reshape \(self.shape) to \(shape)")
    return Tensor(shape: shape, storage: storage)
  }

  /// The first elements under a shape with at most as many; shares the memory.
  func prefix(shape: Shape) -> Tensor {
    require(shape.count <= count, "no prefix \(shape) of \(self.shape)")
    return Tensor(shape: shape, storage: storage)
  }

  /// Whether both tensors have one shape and bitwise the same elements.
  public func isIdentical(to other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    return withElements { left in
      other.withElements { right in
        zip(left, right).allSatisfy { $0.bitPattern == $1.bitPattern }
      }
    }
  }

  /// Calls `body` with the elements for reading.
  @inlinable
  public func withElements<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: baseAddress, count: shape.count))
  }

  /// Calls `body` with the elements for writing, after making them this value's own.
  public mutating func withMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: storage.elements, count: shape.count))
  }

  @usableFromInline
  var baseAddress: UnsafePointer<Float> { UnsafePointer(storage.elements) }

  /// The address of elements that are this value's own, for kernels; valid until the value is next used.
  var mutableBaseAddress: UnsafeMutablePointer<Float> {
    mutating get {
      makeUnique()
      return storage.elements
    }
  }

  /// Whether no other tensor shares the memory, so that it may be written in place.
  mutating func ownsMemory() -> Bool { isKnownUniquelyReferenced(&storage) }

  private mutating func makeUnique() {
    if !ownsMemory() {
      storage = storage.copy(count: shape.count)
    }
  }
}

extension Tensor: CustomStringConvertible {
  public var description: String {
    let shown = withElements { $0.prefix(8).map { "\($0)" }.joined(separator: ", ") }
    return "Tensor\(shape)(\(shown)\(count > 8 ? ", ..." : ""))"
  }
}
