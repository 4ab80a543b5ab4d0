import Glibc
import Synchronization

/// Recycles aligned memory, so that a warm training step asks the system for nothing.
///
/// Small blocks are kept in free lists by size class, large ones are pieces of a few regions.
public final class StoragePool: Sendable {
  /// What the pool holds and has handed out, in bytes.
  public struct Statistics: Sendable, Equatable {
    /// Bytes in blocks that tensors are using now.
    public var bytesInUse = 0
    /// Bytes that wait for reuse.
    public var bytesFree = 0
    /// The largest value that `bytesInUse` has had.
    public var peakBytesInUse = 0
    /// How often memory was ever requested from the system.
    public var systemAllocations = 0
  }

  fileprivate struct State {
    var smallBlocks: [Int: [Block]] = [:]
    var smallBytesFree = 0
    var regions: [StorageRegion] = []
    var bytesInUse = 0
    var peakBytesInUse = 0
    var systemAllocations = 0
  }

  /// Some bytes; owned either by the pool or by exactly one `TensorStorage`.
  struct Block: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let byteCount: Int

    fileprivate var isSmall: Bool { byteCount < StoragePool.largeByteCount }
  }

  /// Blocks of at least so many bytes are pieces of a region; smaller ones would leave holes everywhere.
  static let largeByteCount = 64 << 10

  /// The addresses that a region reserves: more than most runs ever use, and nothing beside what a process has.
  fileprivate static let regionByteCount = 16 << 30

  private let state = Mutex(State())

  /// Creates an empty pool.
  public init() {}

  deinit {
    state.withLock { state in
      for block in state.smallBlocks.values.joined() { free(block.address) }
    }
  }

  /// The current counters.
  public var statistics: Statistics {
    state.withLock { state in
      Statistics(
        bytesInUse: state.bytesInUse,
        bytesFree: state.smallBytesFree + state.regions.map(\.freeByteCount).reduce(0, +),
        peakBytesInUse: state.peakBytesInUse, systemAllocations: state.systemAllocations)
    }
  }

  /// Begins a new measurement of `peakBytesInUse`.
  public func restartPeak() {
    state.withLock { $0.peakBytesInUse = $0.bytesInUse }
  }

  /// Hands out a block of at least `byteCount` bytes, aligned to 64 bytes, with undefined content.
  func take(byteCount: Int) -> Block {
    let size = StoragePool.sizeClass(byteCount)
    let block: Block? = state.withLock { state in
      let block = state.take(size)
      state.bytesInUse += size
      state.peakBytesInUse = max(state.peakBytesInUse, state.bytesInUse)
      return block
    }
    guard let block else {
      // No operation could give a result any more; a run is resumed from its last checkpoint.
      fatalError("out of memory: \(byteCount) bytes for a tensor")
    }
    return block
  }

  /// Takes a block back for reuse.
  func recycle(_ block: Block) {
    state.withLock { state in
      state.giveBack(block)
      state.bytesInUse -= block.byteCount
    }
  }

  /// The bytes that are taken for a request: whole pages, or for small ones multiples of an eighth of the next lower
  /// power of two.
  static func sizeClass(_ byteCount: Int) -> Int {
    var step = StorageRegion.granularity
    let wanted = max(byteCount, 256)
    if wanted < largeByteCount {
      let leadingPower = 1 << (Int.bitWidth - 1 - wanted.leadingZeroBitCount)
      step = max(leadingPower / 8, 64)
    }
    return (wanted + step - 1) / step * step
  }
}

extension StoragePool.State {
  fileprivate mutating func take(_ size: Int) -> StoragePool.Block? {
    if size >= StoragePool.largeByteCount { return takePiece(size) }
    if let block = smallBlocks[size]?.popLast() {
      smallBytesFree -= size
      return block
    }
    systemAllocations += 1
    var address: UnsafeMutableRawPointer?
    guard posix_memalign(&address, 64, size) == 0 else { return nil }
    return address.map { StoragePool.Block(address: $0, byteCount: size) }
  }

  private mutating func takePiece(_ size: Int) -> StoragePool.Block? {
    for region in regions {
      if let piece = region.take(size) { return block(of: piece, size) }
    }
    // The system may not have that many addresses for this process.
    var capacity = max(StoragePool.regionByteCount, size)
    while capacity >= size {
      if let region = StorageRegion(capacity: capacity), let piece = region.take(size) {
        regions.append(region)
        return block(of: piece, size)
      }
      capacity = capacity == size ? 0 : max(capacity / 2, size)
    }
    return nil
  }

  private mutating func block(
    of piece: (address: UnsafeMutableRawPointer, asksSystem: Bool), _ size: Int
  ) -> StoragePool.Block {
    systemAllocations += piece.asksSystem ? 1 : 0
    return StoragePool.Block(address: piece.address, byteCount: size)
  }

  fileprivate mutating func giveBack(_ block: StoragePool.Block) {
    if block.isSmall {
      smallBlocks[block.byteCount, default: []].append(block)
      smallBytesFree += block.byteCount
    } else {
      regions.first { $0.contains(block.address) }?
        .giveBack(block.address, byteCount: block.byteCount)
    }
  }
}
