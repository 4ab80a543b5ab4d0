/// The memory of one or more equal tensors; goes back to its pool when the last of them is gone.
///
/// Unchecked: the content is written only through a tensor that holds the sole reference (`Tensor.mutableStorage`).
final class TensorStorage: @unchecked Sendable {
  let elements: UnsafeMutablePointer<Float>
  private let block: StoragePool.Block
  private let pool: StoragePool

  init(count: Int, pool: StoragePool) {
    block = pool.take(byteCount: count * MemoryLayout<Float>.stride)
    elements = block.address.assumingMemoryBound(to: Float.self)
    self.pool = pool
  }

  deinit {
    pool.recycle(block)
  }

  /// A private copy of the first `count` elements, from the same pool.
  func copy(count: Int) -> TensorStorage {
    let copy = TensorStorage(count: count, pool: pool)
    copy.elements.update(from: elements, count: count)
    return copy
  }
}
