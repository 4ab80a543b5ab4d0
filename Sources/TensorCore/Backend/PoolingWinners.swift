/// For every output of a max pool, the tap of its window that won, as one byte.
///
/// Taps are numbered row by row within the window, which therefore has at most 256 taps. The bytes lie in pooled
/// memory.
public struct PoolingWinners: Sendable {
  /// The number of taps.
  public let count: Int

  /// Four taps to an element; opaque to all but the backend that wrote it.
  private var bytes: Tensor

  /// Creates room for `count` taps, which the backend writes.
  package init(count: Int, pool: StoragePool) {
    self.count = count
    bytes = Tensor(uninitialized: [(count + 3) / 4], pool: pool)
  }

  /// All taps, in the order of the outputs.
  public var taps: [UInt8] {
    bytes.withElements { Array(UnsafeRawBufferPointer($0).prefix(count)) }
  }

  var baseAddress: UnsafePointer<UInt8> {
    UnsafeRawPointer(bytes.baseAddress).assumingMemoryBound(to: UInt8.self)
  }

  var mutableBaseAddress: UnsafeMutablePointer<UInt8> {
    mutating get {
      UnsafeMutableRawPointer(bytes.mutableBaseAddress).assumingMemoryBound(to: UInt8.self)
    }
  }
}
