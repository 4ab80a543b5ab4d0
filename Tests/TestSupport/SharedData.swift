import Basics
import Glibc

/// Real data that some tests use when they are there.
public enum SharedData {
  /// A directory of `ROENTGEN_DATA`, or of `shared/data` beside the repository; nil if it is absent.
  public static func directory(_ name: String) -> String? {
    let repository = FilePath.parent(FilePath.parent(FilePath.parent(#filePath)))
    let root =
      getenv("ROENTGEN_DATA").map { String(cString: $0) }
      ?? FilePath.join(FilePath.parent(repository), "shared/data")
    let path = FilePath.join(root, name)
    return FileSystem.isDirectory(path) ? path : nil
  }
}
