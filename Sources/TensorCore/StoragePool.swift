import Glibc
import Synchronization

/// Recycles aligned memory, so that a warm training step asks the system for nothing.
///
/// Blocks are kept in free lists by size class. A class is at most an eighth larger than what was asked for, so that
/// buffers of slightly different sizes (a last, smaller batch) share blocks without wasting much.
public final class StoragePool: Sendable {
  /// What the pool holds and has handed out, in bytes.
  public struct Statistics: Sendable, Equatable {
    /// Bytes in blocks that tensors are using now.
    public var bytesInUse = 0
    /// Bytes in blocks that wait for reuse.
    public var bytesFree = 0
    /// The largest value that `bytesInUse` has had.
    public var peakBytesInUse = 0
    /// How many blocks were ever requested from the system.
    public var systemAllocations = 0
  }

  private struct State {
    var freeBlocks: [Int: [Block]] = [:]
    var statistics = Statistics()
  }

  /// One allocation; owned either by the free lists or by exactly one `TensorStorage`.
  struct Block: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let byteCount: Int
  }

  private let state = Mutex(State())

  /// Creates an empty pool.
  public init() {}

  deinit {
    trim()
  }

  /// The current counters.
  public var statistics: Statistics {
    state.withLock { $0.statistics }
  }

  /// Returns all waiting blocks to the system.
  public func trim() {
    let blocks = state.withLock { state in
      let blocks = state.freeBlocks.values.flatMap(\.self)
      state.freeBlocks = [:]
      state.statistics.bytesFree = 0
      return blocks
    }
    for block in blocks {
      free(block.address)
    }
  }

  /// Hands out a block of at least `byteCount` bytes, aligned to 64 bytes, with undefined content.
  func take(byteCount: Int) -> Block {
    let size = StoragePool.sizeClass(byteCount)
    let recycled: Block? = state.withLock { state in
      let block = state.freeBlocks[size]?.popLast()
      state.statistics.bytesInUse += size
      state.statistics.peakBytesInUse = max(
        state.statistics.peakBytesInUse, state.statistics.bytesInUse)
      if block != nil {
        state.statistics.bytesFree -= size
      } else {
        state.statistics.systemAllocations += 1
      }
      return block
    }
    return recycled ?? StoragePool.allocate(byteCount: size)
  }

  /// Takes a block back for reuse.
  func recycle(_ block: Block) {
    state.withLock { state in
      state.freeBlocks[block.byteCount, default: []].append(block)
      state.statistics.bytesInUse -= block.byteCount
      state.statistics.bytesFree += block.byteCount
    }
  }

  /// Rounds up to a multiple of an eighth of the next lower power of two, at least 256 bytes.
  static func sizeClass(_ byteCount: Int) -> Int {
    let wanted = max(byteCount, 256)
    let leadingPower = 1 << (Int.bitWidth - 1 - wanted.leadingZeroBitCount)
    let step = max(leadingPower / 8, 64)
    return (wanted + step - 1) / step * step
  }

  /// Large blocks start on a huge page and ask for huge pages: first touches of 4 KB pages cost more than the
  /// arithmetic done on them.
  private static func allocate(byteCount: Int) -> Block {
    let hugePage = 2 << 20
    let isLarge = byteCount >= hugePage
    var address: UnsafeMutableRawPointer?
    let status = posix_memalign(&address, isLarge ? hugePage : 64, byteCount)
    guard status == 0, let address else {
      // No operation could give a result any more; a run is resumed from its last checkpoint.
      fatalError("out of memory: \(byteCount) bytes for a tensor")
    }
    if isLarge {
      madvise(address, byteCount, MADV_HUGEPAGE)
    }
    return Block(address: address, byteCount: byteCount)
  }
}
