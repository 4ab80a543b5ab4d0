import Basics
import Glibc

/// The folder of real images that lies beside the checkout, or where `ROENTGEN_DATA` says.
enum SharedData {
  static let folder: String? = {
    let path = getenv("ROENTGEN_DATA").map { String(cString: $0) } ?? "../shared/data"
    return FileSystem.isDirectory(path) ? path : nil
  }()

  static let isPresent = folder != nil
  static let absence = "skipped: set ROENTGEN_DATA to the folder with cxr6 and photos"

  /// The files below a folder of the data.
  static func files(below name: String) -> [String] {
    guard let folder else { return [] }
    var found: [String] = []
    var open = [FilePath.join(folder, name)]
    while let path = open.popLast() {
      if FileSystem.isDirectory(path) {
        open += ((try? FileSystem.list(path)) ?? []).map { FilePath.join(path, $0) }
      } else {
        found.append(path)
      }
    }
    return found.sorted()
  }
}
