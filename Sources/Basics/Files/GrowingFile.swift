import Glibc

/// A file that several processes read while it grows, and append to in turn.
///
/// Nothing stays open between calls: a file that was removed meanwhile is noticed, not written to in vain.
public struct GrowingFile: Sendable {
  /// The path.
  public let path: String

  /// Names a file, which must exist when something is read or appended.
  public init(_ path: String) { self.path = path }

  /// Creates the file, empty, if there is none; a file that exists stays as it is.
  public func createIfMissing() throws(FileError) {
    _ = try FileDescriptor(path, O_WRONLY | O_CREAT | O_APPEND, operation: "create")
  }

  /// Reads from an offset on.
  ///
  /// - Parameters:
  ///   - offset: the first byte, from 0.
  ///   - limit: the most bytes that are read.
  /// - Returns: the bytes, and the size of the file when it was opened.
  public func read(
    from offset: Int, upTo limit: Int
  ) throws(FileError) -> (bytes: [UInt8], size: Int) {
    let file = try FileDescriptor(path, O_RDONLY, operation: "read")
    let size = Int(try file.status().st_size)
    guard size > offset else { return ([], size) }
    guard lseek(file.number, offset, SEEK_SET) >= 0 else {
      throw FileError(errno: errno, operation: "read", path: path)
    }
    return (try file.read(upTo: min(limit, size - offset)), size)
  }

  /// Appends bytes in one go.
  ///
  /// - Parameter isDurable: Whether to wait until they are on the device; without, a crash of the machine, but not of the
  ///   process, may lose them.
  public func append(_ bytes: [UInt8], isDurable: Bool = true) throws(FileError) {
    let file = try FileDescriptor(path, O_WRONLY | O_APPEND, operation: "write")
    try file.writeAll(bytes.span.bytes)
    if isDurable { try file.synchronize() }
  }

  /// Cuts the file to its first bytes; those of a shorter one stay.
  public func truncate(to count: Int) throws(FileError) {
    let file = try FileDescriptor(path, O_WRONLY, operation: "write")
    guard Int(try file.status().st_size) > count else { return }
    let number = file.number
    guard retrying({ ftruncate(number, count) }) == 0 else {
      throw FileError(errno: errno, operation: "cut to \(count) bytes", path: path)
    }
    try file.synchronize()
  }
}
