import Glibc

extension FileSystem {
  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  public static func list(_ path: String) throws(FileError) -> [String] {
    guard let directory = opendir(path) else {
      throw FileError(errno: errno, operation: "list", path: path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw FileError(errno: errno, operation: "list", path: path) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Creates a directory and those above it; one that exists is left as it is.
  public static func createDirectory(_ path: String) throws(FileError) {
    if isDirectory(path) || path.isEmpty { return }
    let parent = FilePath.parent(path)
    if parent != path, !isDirectory(parent) { try createDirectory(parent) }
    guard mkdir(path, 0o777) == 0 || (errno == EEXIST && isDirectory(path)) else {
      throw FileError(errno: errno, operation: "create the directory", path: path)
    }
  }

  /// Removes a file or an empty directory; throws `.notFound` if there is none.
  public static func remove(_ path: String) throws(FileError) {
    guard Glibc.remove(path) == 0 else {
      throw FileError(errno: errno, operation: "remove", path: path)
    }
  }

  /// Removes a file, or a directory with all it holds; links are removed, not followed.
  public static func removeTree(_ path: String) throws(FileError) {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      for name in try list(path) { try removeTree(FilePath.join(path, name)) }
    }
    try remove(path)
  }

  /// Moves a file, or a directory within one file system, replacing a file of that name.
  ///
  /// Between file systems the file is copied whole before the old one goes. The directory of the new name is on the
  /// device when this returns.
  public static func move(_ source: String, to destination: String) throws(FileError) {
    guard rename(source, destination) != 0 else {
      return try synchronizeDirectory(FilePath.parent(destination))
    }
    let code = errno
    guard code == EXDEV, isFile(source) else {
      throw FileError(errno: code, operation: "move \(source) to", path: destination)
    }
    try copy(source, to: destination)
    try remove(source)
  }

  /// Copies the content of a file; the copy appears whole or not at all.
  static func copy(_ source: String, to destination: String) throws(FileError) {
    let file = try FileDescriptor(source, O_RDONLY, operation: "read")
    try AtomicFile.write(to: destination) { (writer) throws(FileError) in
      while true {
        let bytes = try file.read(upTo: 1 << 20)
        if bytes.isEmpty { return }
        try writer.write(bytes)
      }
    }
  }

  /// Waits until the names in a directory are on the device.
  static func synchronizeDirectory(_ path: String) throws(FileError) {
    try FileDescriptor(path, O_RDONLY | O_DIRECTORY, operation: "write").synchronize()
  }
}
