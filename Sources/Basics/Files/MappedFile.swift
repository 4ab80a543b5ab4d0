import Glibc

/// A file in memory that is shared by all processes that map it, and only read.
public final class MappedFile: @unchecked Sendable {
  // Unchecked: nothing writes to the memory.
  private let base: UnsafeMutableRawPointer
  /// The length in bytes, above 0.
  public let count: Int

  /// Maps a file; an empty one cannot be mapped (`EINVAL`).
  public init(_ path: String) throws(FileError) {
    let file = try FileDescriptor(path, O_RDONLY, operation: "read")
    count = Int(try file.status().st_size)
    let memory = mmap(nil, count, PROT_READ, MAP_SHARED, file.number, 0)
    guard let memory, memory != MAP_FAILED else {
      throw FileError(errno: errno, operation: "read", path: path)
    }
    base = memory
  }

  deinit { munmap(base, count) }

  /// A copy of some bytes; nil for a range that lies outside.
  public func bytes(in range: Range<Int>) -> [UInt8]? {
    guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
    return Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }
}
