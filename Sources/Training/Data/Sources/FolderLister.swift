import Basics
import Imaging

/// Lists class directories and the images in them.
struct FolderLister {
  private let root: String
  private let excludedIDs: Set<String>
  private var passedOver = 0
  private var firstPassedOver: String?

  /// Deeper directories are not entered: links may lead in circles.
  private static let depthLimit = 16

  init(root: String, excludedIDs: [String]) {
    self.root = root
    self.excludedIDs = Set(excludedIDs)
  }

  /// Remarks for people, one line each.
  var notices: [String] {
    guard let firstPassedOver else { return [] }
    return [
      "\(passedOver) file\(passedOver == 1 ? " does" : "s do") not end like an image and "
        + "\(passedOver == 1 ? "was" : "were") passed over: \(firstPassedOver)"
        + (passedOver > 1 ? ", ..." : "")
    ]
  }

  /// The directories in a directory, sorted, without hidden ones.
  func folders(in folder: String) throws(DataError) -> [String] {
    try names(in: folder).filter {
      FileSystem.isDirectory(FilePath.join(root, folder, $0))
    }
  }

  /// The images in a directory and below, sorted by path; the id is the path below `root`.
  mutating func images(in folder: String, depth: Int = 0) throws(DataError) -> [Sample] {
    var samples: [Sample] = []
    for name in try names(in: folder) {
      let id = FilePath.join(folder, name)
      let path = FilePath.join(root, id)
      if FileSystem.isDirectory(path) {
        if depth < FolderLister.depthLimit { samples += try images(in: id, depth: depth + 1) }
      } else if !ImageFileName.isImage(name) {
        passedOver += 1
        firstPassedOver = firstPassedOver ?? path
      } else if !excludedIDs.contains(id) {
        let size = (try? FileSystem.fileSize(path)) ?? 0
        samples.append(Sample(id: id, path: path, byteCount: size))
      }
    }
    return samples
  }

  private func names(in folder: String) throws(DataError) -> [String] {
    do throws(FileError) {
      return try FileSystem.list(FilePath.join(root, folder)).filter { !$0.hasPrefix(".") }
    } catch {
      throw DataError(.unreadable(error))
    }
  }
}
