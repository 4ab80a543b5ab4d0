import Basics
import Glibc

/// Bytes that are read by position: an array, or a file of which only the asked parts are read.
///
/// Every read is checked against the size first, so that no lie in a header makes room for more
/// than the source holds.
struct ByteSource {
  /// The number of bytes.
  let count: Int

  private enum Content {
    case memory([UInt8])
    case file(FileDescriptor)
  }

  private let content: Content

  init(_ bytes: [UInt8]) {
    count = bytes.count
    content = .memory(bytes)
  }

  /// Opens the regular file at `path`.
  init(path: String) throws(CheckpointError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure() }
    let file = FileDescriptor(descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CheckpointError(.cannotRead(reason: "not a regular file"))
    }
    count = Int(status.st_size)
    content = .file(file)
  }

  /// Returns `length` bytes from `offset`; `what` names them should the file end before.
  func read(_ length: Int, at offset: Int, _ what: String) throws(CheckpointError) -> [UInt8] {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
      throw CheckpointError(.truncated(what: what))
    }
    switch content {
    case .memory(let bytes):
      return length == bytes.count ? bytes : Array(bytes[offset..<offset + length])
    case .file(let file):
      var errorNumber: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
        while filled < length {
          let rest = UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
          let got = pread(file.number, rest.baseAddress, length - filled, off_t(offset + filled))
          if got < 0 && errno == EINTR { continue }
          if got <= 0 {
            errorNumber = got < 0 ? errno : 0
            return
          }
          filled += got
        }
      }
      guard bytes.count == length else {
        // The file was cut while it was being read.
        if errorNumber == 0 { throw CheckpointError(.truncated(what: what)) }
        throw Self.failure(errorNumber)
      }
      return bytes
    }
  }

  private static func failure(_ number: Int32 = errno) -> CheckpointError {
    CheckpointError(.cannotRead(reason: FileError.Code(errno: number).reason))
  }
}

/// An open file, closed when the last owner lets go of it.
private final class FileDescriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}
