import Glibc

/// A range of addresses whose memory is asked of the system from the bottom up, and handed out in pieces.
///
/// A piece comes from the smallest hole that is large enough, and joins its neighbours when it comes back (best fit with
/// coalescing): the pattern of a training step leaves a few percent unused, where lists of equal sizes leave a quarter of
/// ResNet50's memory and half of EfficientNet's.
final class StorageRegion {
  /// Pieces begin and end at multiples of a page.
  static let granularity = 4096

  /// Memory is asked for in huge pages: first touches of 4 KB pages cost more than the arithmetic done on them.
  private static let hugePage = 2 << 20

  /// The bytes below `top` that nobody uses.
  private(set) var freeByteCount = 0

  private let reservation: UnsafeMutableRawPointer
  private let reservedByteCount: Int
  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  /// The end of all pieces that were ever handed out.
  private var top = 0
  /// The end of what may be touched.
  private var accessibleByteCount = 0
  /// What lies unused below `top`, in the order of addresses, never two next to each other.
  private var holes: [Range<Int>] = []

  /// Reserves addresses, no memory; nil when the system has none left.
  ///
  /// - Parameter capacity: The most bytes that the region can ever hold.
  init?(capacity: Int) {
    let byteCount = capacity + Self.hugePage
    let address = mmap(
      nil, byteCount, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address, address != MAP_FAILED else { return nil }
    reservation = address
    reservedByteCount = byteCount
    base = address.alignedUp(toMultipleOf: Self.hugePage)
    self.capacity = capacity
  }

  deinit {
    munmap(reservation, reservedByteCount)
  }

  /// Whether a piece of this region begins at an address.
  func contains(_ address: UnsafeMutableRawPointer) -> Bool {
    address >= base && address < base + top
  }

  /// Hands out a piece with undefined content, and tells whether the system had to be asked; nil when the region is full
  /// or the system has no memory.
  ///
  /// - Parameter byteCount: A multiple of `granularity`.
  func take(_ byteCount: Int) -> (address: UnsafeMutableRawPointer, asksSystem: Bool)? {
    if let index = bestHole(for: byteCount) {
      let start = holes[index].lowerBound
      if holes[index].count == byteCount {
        holes.remove(at: index)
      } else {
        holes[index] = start + byteCount..<holes[index].upperBound
      }
      freeByteCount -= byteCount
      return (base + start, false)
    }
    // A hole at the end needs only the rest.
    var start = top
    if let last = holes.last, last.upperBound == top { start = last.lowerBound }
    let end = start + byteCount
    let asks = end > accessibleByteCount
    guard end <= capacity, !asks || grow(to: end) else { return nil }
    if start < top {
      freeByteCount -= top - start
      holes.removeLast()
    }
    top = end
    return (base + start, asks)
  }

  /// Takes a piece back.
  func giveBack(_ address: UnsafeMutableRawPointer, byteCount: Int) {
    freeByteCount += byteCount
    var hole = address - base..<address - base + byteCount
    let index = holes.partitioningIndex { $0.lowerBound > hole.lowerBound }
    if index < holes.count, holes[index].lowerBound == hole.upperBound {
      hole = hole.lowerBound..<holes[index].upperBound
      holes.remove(at: index)
    }
    if index > 0, holes[index - 1].upperBound == hole.lowerBound {
      holes[index - 1] = holes[index - 1].lowerBound..<hole.upperBound
    } else {
      holes.insert(hole, at: index)
    }
  }

  private func bestHole(for byteCount: Int) -> Int? {
    var best: Int?
    var bestSize = Int.max
    for index in holes.indices {
      let size = holes[index].count
      if size >= byteCount, size < bestSize {
        (best, bestSize) = (index, size)
      }
    }
    return best
  }

  private func grow(to end: Int) -> Bool {
    let wanted = (end + Self.hugePage - 1) / Self.hugePage * Self.hugePage
    let start = base + accessibleByteCount
    let byteCount = min(wanted, capacity) - accessibleByteCount
    guard mprotect(start, byteCount, PROT_READ | PROT_WRITE) == 0 else { return false }
    madvise(start, byteCount, MADV_HUGEPAGE)
    accessibleByteCount += byteCount
    return true
  }
}

extension Array {
  /// The first index whose element satisfies a predicate that holds for all elements behind it too.
  fileprivate func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongsBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
