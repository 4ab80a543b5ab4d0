import Glibc

/// Questions to the file system, and whole-file reads.
///
/// Paths are relative to the working directory unless they start with a slash.
public enum FileSystem {
  /// The largest file read when the caller names no limit: 1 GiB.
  public static let defaultReadLimit = 1 << 30

  /// Whether there is a file, directory or anything else of that name.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether there is a file that this process may run.
  public static func isExecutable(_ path: String) -> Bool {
    isFile(path) && access(path, X_OK) == 0
  }

  /// Whether the path names a directory, perhaps through a link.
  public static func isDirectory(_ path: String) -> Bool {
    guard let status = try? status(of: path) else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path names a regular file, perhaps through a link.
  public static func isFile(_ path: String) -> Bool {
    guard let status = try? status(of: path) else { return false }
    return status.st_mode & S_IFMT == S_IFREG
  }

  /// The size of a file in bytes.
  public static func fileSize(_ path: String) throws(FileError) -> Int {
    Int(try status(of: path).st_size)
  }

  /// When a file was last changed, in seconds since 1970.
  public static func modificationTime(_ path: String) throws(FileError) -> Double {
    let time = try status(of: path).st_mtim
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The bytes that this process may still write to the disk below a directory, which need not exist yet; nil when the
  /// system does not say.
  public static func availableByteCount(at directory: String) -> Int? {
    var path = directory.isEmpty ? "." : directory
    while !exists(path), path != "/", path != "." {
      path = FilePath.parent(path)
      if path.isEmpty { path = "." }
    }
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(
        by: UInt64(status.f_frsize)
      ).partialValue)
  }

  /// The working directory of the process.
  public static func workingDirectory() -> String {
    guard let text = getcwd(nil, 0) else { return "." }
    defer { free(text) }
    return String(cString: text)
  }

  /// Reads a whole file.
  ///
  /// - Parameter limit: the most bytes accepted; a larger file throws `.tooLarge` unread.
  public static func read(
    _ path: String, limit: Int = defaultReadLimit
  ) throws(FileError) -> [UInt8] {
    let file = try FileDescriptor(path, O_RDONLY, operation: "read")
    let status = try file.status()
    if status.st_mode & S_IFMT == S_IFDIR {
      throw FileError(code: .isDirectory, operation: "read", path: path)
    }
    let tooLarge = FileError(code: .tooLarge(limit: limit), operation: "read", path: path)
    guard status.st_size <= limit else { throw tooLarge }
    // Pipes and /proc report no size, and a file may grow meanwhile: read on until the end.
    var bytes = try file.read(upTo: Int(status.st_size))
    while true {
      let more = try file.read(upTo: 1 << 16)
      if more.isEmpty { return bytes }
      guard bytes.count + more.count <= limit else { throw tooLarge }
      bytes += more
    }
  }

  /// Reads a whole file that must be UTF-8; a byte order mark in front is dropped.
  public static func readText(
    _ path: String, limit: Int = defaultReadLimit
  ) throws(FileError) -> String {
    var bytes = try read(path, limit: limit)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let offset = firstInvalidUTF8(in: bytes)
      throw FileError(code: .notText(offset: offset), operation: "read", path: path)
    }
    return text
  }

  static func status(of path: String) throws(FileError) -> stat {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileError(errno: errno, operation: "read", path: path)
    }
    return status
  }

  private static func firstInvalidUTF8(in bytes: ArraySlice<UInt8>) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = bytes.startIndex
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }
}
