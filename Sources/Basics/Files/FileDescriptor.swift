import Glibc

/// An open file of the operating system that closes itself.
struct FileDescriptor: ~Copyable {
  let number: Int32
  let path: String

  /// Opens a path; `operation` is the verb for the error text.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o666, operation: String) throws(FileError) {
    // A path with a NUL would silently be cut short by the system.
    guard !path.utf8.contains(0) else {
      throw FileError(errno: EINVAL, operation: operation, path: path)
    }
    let number = retrying { open(path, flags | O_CLOEXEC, mode) }
    guard number >= 0 else { throw FileError(errno: errno, operation: operation, path: path) }
    self.number = number
    self.path = path
  }

  deinit { _ = close(number) }

  /// Writes all bytes.
  borrowing func writeAll(_ bytes: RawSpan) throws(FileError) {
    let failure: Int32? = bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let count = retrying { write(number, base, rest.count) }
        if count < 0 { return errno }
        rest = rest.dropFirst(count)
      }
      return nil
    }
    if let failure { throw FileError(errno: failure, operation: "write", path: path) }
  }

  /// Reads up to `count` bytes; fewer only at the end of the file.
  borrowing func read(upTo count: Int) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = retrying { Glibc.read(number, base + filled, count - filled) }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    guard failure == 0 else { throw FileError(errno: failure, operation: "read", path: path) }
    return bytes
  }

  /// Waits until the content is on the device.
  borrowing func synchronize() throws(FileError) {
    // Pipes and some network file systems cannot: that is no failure of the write.
    guard retrying({ Int(fsync(number)) }) < 0, errno != EINVAL, errno != ENOTSUP else { return }
    throw FileError(errno: errno, operation: "write", path: path)
  }

  /// The size, kind and times of the open file.
  borrowing func status() throws(FileError) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else {
      throw FileError(errno: errno, operation: "read", path: path)
    }
    return status
  }
}

/// Repeats a system call that a signal interrupted.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
