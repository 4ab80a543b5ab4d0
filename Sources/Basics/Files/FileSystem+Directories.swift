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

  /// Moves a file or directory within one file system, replacing a file of that name.
  ///
  /// The directory of the new name is on the device when this returns.
  public static func move(_ source: String, to destination: String) throws(FileError) {
    guard rename(source, destination) == 0 else {
      throw FileError(errno: errno, operation: "move \(source) to", path: destination)
    }
    try synchronizeDirectory(FilePath.parent(destination))
  }

  /// Waits until the names in a directory are on the device.
  static func synchronizeDirectory(_ path: String) throws(FileError) {
    try FileDescriptor(path, O_RDONLY | O_DIRECTORY, operation: "write").synchronize()
  }
}
