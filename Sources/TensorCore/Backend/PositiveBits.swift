/// Which elements of a tensor are above 0, one bit each, in pooled memory.
public struct PositiveBits: Sendable {
  /// The number of elements.
  public let count: Int

  /// 32 bits to an element; opaque to all but the backend that wrote it.
  private var groups: Tensor

  /// Creates room for `count` bits, which the backend writes.
  package init(count: Int, pool: StoragePool) {
    self.count = count
    groups = Tensor(uninitialized: [(count + 31) / 32], pool: pool)
  }

  /// Whether each element is above 0, in order.
  public var flags: [Bool] {
    groups.withElements { elements in
      let bytes = UnsafeRawBufferPointer(elements)
      return (0..<count).map { bytes[$0 / 8] >> ($0 % 8) & 1 == 1 }
    }
  }

  /// Sixteen elements to a word, the first in its lowest bit.
  var baseAddress: UnsafePointer<UInt16> {
    UnsafeRawPointer(groups.baseAddress).assumingMemoryBound(to: UInt16.self)
  }

  var mutableBaseAddress: UnsafeMutablePointer<UInt16> {
    mutating get {
      UnsafeMutableRawPointer(groups.mutableBaseAddress).assumingMemoryBound(to: UInt16.self)
    }
  }
}
