/// A tensor whose elements are kept as bfloat16: half the memory, eight bits of precision, the range of a float.
public struct RoundedTensor: Sendable {
  /// The extents, slowest axis first.
  public let shape: Shape

  /// Two elements in the place of a float.
  private var pairs: Tensor

  /// Creates a tensor whose elements are undefined; the caller writes every one before anything reads it.
  init(uninitialized shape: Shape, pool: StoragePool) {
    self.shape = shape
    pairs = Tensor(uninitialized: [(shape.count + 1) / 2], pool: pool)
  }

  var baseAddress: UnsafePointer<UInt16> {
    UnsafeRawPointer(pairs.baseAddress).assumingMemoryBound(to: UInt16.self)
  }

  /// The address of elements that are this value's own, for kernels; valid until the value is next used.
  var mutableBaseAddress: UnsafeMutablePointer<UInt16> {
    mutating get {
      UnsafeMutableRawPointer(pairs.mutableBaseAddress).assumingMemoryBound(to: UInt16.self)
    }
  }
}
