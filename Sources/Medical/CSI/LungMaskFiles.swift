import Basics
import Imaging
import Training

/// Masks of the lungs, `{id}_right_lung_mask.png` and `{id}_left_lung_mask.png`: the patient's sides, as CSI-Predictor names
/// them, drawn over the radiograph as it is looked at.
public struct LungMaskFiles: Sendable {
  private let directory: String

  /// Opens a directory.
  ///
  /// - Throws: when there is none.
  public init(directory: String) throws(DataError) {
    guard FileSystem.isDirectory(directory) else {
      let code: FileError.Code = FileSystem.exists(directory) ? .notDirectory : .notFound
      throw DataError(
        .unreadable(FileError(code: code, operation: "read the masks in", path: directory)))
    }
    self.directory = directory
  }

  /// The files of an id, that of the right lung first, as the columns of a radiograph are.
  private func paths(of id: String) -> [String] {
    ["right", "left"].map { FilePath.join(directory, "\(id)_\($0)_lung_mask.png") }
  }

  /// Whether both masks of an id are there.
  public func hasBoth(of id: String) -> Bool { paths(of: id).allSatisfy(FileSystem.isFile) }

  /// Reads the masks of an id, that of the right lung first; nil for one that is missing.
  public func masks(of id: String) throws(DataError) -> [Image?] {
    var masks: [Image?] = []
    for path in paths(of: id) {
      guard FileSystem.isFile(path) else {
        masks.append(nil)
        continue
      }
      do throws(ImageError) {
        masks.append(try ImageCodec.read(path))
      } catch {
        throw DataError(.image(error))
      }
    }
    return masks
  }
}
