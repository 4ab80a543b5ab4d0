import Glibc

/// An exclusive lock between processes, held until the object goes away.
///
/// The lock belongs to the file's name, whose content is not touched; a process that dies gives it
/// back. The file is never removed, since another process may be waiting on it.
public final class FileLock: Sendable {
  private let file: FileDescriptor

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - path: the lock file, created if missing.
  ///   - waiting: whether to wait for another holder; if not, `.locked` is thrown.
  public init(_ path: String, waiting: Bool = true) throws(FileError) {
    let file = try FileDescriptor(path, O_RDWR | O_CREAT, operation: "lock")
    let mode = waiting ? LOCK_EX : LOCK_EX | LOCK_NB
    let number = file.number
    guard retrying({ flock(number, mode) }) == 0 else {
      throw FileError(errno: errno, operation: "lock", path: path)
    }
    self.file = file
  }
}
