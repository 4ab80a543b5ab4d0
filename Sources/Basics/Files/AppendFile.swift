import Glibc

/// A file that grows line by line and can be cut back to an earlier length.
///
/// A run that resumes cuts its tables to the length that its checkpoint recorded, and appends from
/// there.
public final class AppendFile {
  private let file: FileDescriptor

  /// The length in bytes.
  public private(set) var length: Int

  /// Opens a file for appending, or creates it.
  ///
  /// - Parameter keeping: the bytes to keep from the start; nil keeps all. A shorter file is an
  ///   error (`EINVAL`): what it lacks cannot be made up.
  public init(_ path: String, keeping: Int? = nil) throws(FileError) {
    let file = try FileDescriptor(path, O_WRONLY | O_CREAT | O_APPEND, operation: "write")
    length = Int(try file.status().st_size)
    self.file = file
    if let keeping { try truncate(to: keeping) }
  }

  /// Appends a text as it is, or nothing of it; a line brings its own newline.
  public func append(_ text: String) throws(FileError) { try append(Array(text.utf8)) }

  /// Appends bytes, or none of them.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    do {
      try file.writeAll(bytes.span.bytes)
    } catch {
      // On a full disk a part of it may be there.
      try? truncate(to: length)
      throw error
    }
    length += bytes.count
  }

  /// Cuts the file to its first bytes.
  public func truncate(to count: Int) throws(FileError) {
    guard count >= 0, count <= length else {
      throw FileError(errno: EINVAL, operation: "cut to \(count) bytes", path: file.path)
    }
    guard retrying({ ftruncate(file.number, count) }) == 0 else {
      throw FileError(errno: errno, operation: "cut to \(count) bytes", path: file.path)
    }
    length = count
  }

  /// Waits until all that was appended is on the device.
  public func synchronize() throws(FileError) { try file.synchronize() }
}
