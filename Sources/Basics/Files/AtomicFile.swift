import Glibc

/// Files that appear whole or not at all.
///
/// The content goes to a temporary file beside the target, reaches the device, and takes the
/// target's name in one step. Whatever fails, the earlier file stays as it was.
public enum AtomicFile {
  /// Writes a file from bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try write(to: path) { (writer: inout FileWriter) throws(FileError) in
      try writer.write(bytes)
    }
  }

  /// Writes a file from text, as UTF-8.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes a file piece by piece.
  ///
  /// - Parameters:
  ///   - path: the file to create or replace; its directory must exist.
  ///   - body: writes the content; an error that it throws leaves everything as it was.
  public static func write(
    to path: String, _ body: (inout FileWriter) throws(FileError) -> Void
  ) throws(FileError) {
    if FileSystem.isDirectory(path) {
      throw FileError(code: .isDirectory, operation: "write", path: path)
    }
    let file = try createTemporary(beside: path)
    let temporary = file.path
    do throws(FileError) {
      var writer = FileWriter(file)
      try body(&writer)
      try writer.finish()
      guard rename(temporary, path) == 0 else {
        throw FileError(errno: errno, operation: "write", path: path)
      }
    } catch {
      _ = unlink(temporary)
      // People know the target, not the temporary name.
      let path = error.path == temporary ? path : error.path
      throw FileError(code: error.code, operation: error.operation, path: path)
    }
    try FileSystem.synchronizeDirectory(FilePath.parent(path))
  }

  /// Removes temporary files that killed processes left in a directory.
  ///
  /// Those of living writers are locked and stay, and so do the youngest, whose lock may be about
  /// to be taken.
  public static func removeLeftovers(in directory: String) throws(FileError) {
    let now = Double(time(nil))
    for name in try FileSystem.list(directory) where isTemporary(name) {
      let path = FilePath.join(directory, name)
      guard let modified = try? FileSystem.modificationTime(path), now - modified > 60,
        let file = try? FileDescriptor(path, O_RDWR, operation: "write"),
        flock(file.number, LOCK_EX | LOCK_NB) == 0
      else { continue }
      try FileSystem.remove(path)
    }
  }

  private static func createTemporary(
    beside path: String
  ) throws(FileError) -> FileDescriptor {
    let directory = FilePath.parent(path)
    let stem = ".\(FilePath.basename(path)).tmp-\(getpid())-"
    var attempt = 0
    while true {
      let temporary = FilePath.join(directory, "\(stem)\(attempt)")
      do throws(FileError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL
        let file = try FileDescriptor(temporary, flags, operation: "write")
        // Marks the file as in use for `removeLeftovers`; a system without locks does not matter.
        _ = flock(file.number, LOCK_EX | LOCK_NB)
        return file
      } catch {
        attempt += 1
        guard error.code == .alreadyExists, attempt < 1000 else {
          throw FileError(code: error.code, operation: "write", path: path)
        }
      }
    }
  }

  private static func isTemporary(_ name: String) -> Bool {
    guard name.hasPrefix("."), let dash = name.lastIndex(of: "-") else { return false }
    return name[..<dash].contains(".tmp-") && Int(name[name.index(after: dash)...]) != nil
  }
}
