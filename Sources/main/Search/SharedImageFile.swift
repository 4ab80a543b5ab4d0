import Basics
import TensorCore
import Training

/// The decoded images of a study, which all its trials map: each image is decoded once.
enum SharedImageFile {
  /// The variable by which a trial learns where the file is.
  static let variable = "ROENTGEN_IMAGE_CACHE"

  /// Makes the file, or finds the one that another worker made; nil where images are not kept, cost nothing to decode, or
  /// need more memory than they may.
  static func prepare(_ experiment: Experiment, at path: String) throws(FileError) -> String? {
    let (dataset, preprocessing) = (experiment.dataset, experiment.store.preprocessing)
    guard experiment.data.isCached, !dataset.holdsImages else { return nil }
    if SharedImages(path, dataset: dataset, preprocessing: preprocessing) != nil { return path }
    try FileSystem.createDirectory(FilePath.parent(path))
    let size = try SharedImages.write(
      experiment.splits.train + experiment.splits.val, of: experiment.store, to: path,
      threads: experiment.backend.threadCount, limit: experiment.data.cacheLimit())
    return size == nil ? nil : path
  }
}
