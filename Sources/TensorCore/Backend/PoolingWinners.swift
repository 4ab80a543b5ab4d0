/// For every output of a max pool, the tap of its window that won, as one byte.
///
/// Taps are numbered row by row within the window, which therefore has at most 256 taps. The bytes lie in pooled
/// memory.
public struct PoolingWinners: Sendable {
  /// Four taps to an element; opaque to all but the backend that wrote it.
  package var bytes: Tensor

  /// Creates room for `count` taps.
  package init(count: Int, pool: StoragePool) {
    bytes = Tensor(uninitialized: [(count + 3) / 4], pool: pool)
  }
}
