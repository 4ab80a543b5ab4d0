import Basics
import Imaging

/// Images sorted into a directory per class, with or without `train`, `val` and `test` above them.
///
/// Classes are in the order of the bytes of their names, as in torchvision's `ImageFolder`; those of
/// `train` count for all splits. Directories
/// below a class belong to it. Hidden files and files that do not end like an image are passed over.
public struct FolderDataset: ImageDataset {
  public let name = "folder"
  public let task: PredictionTask
  public let samples: [Sample]
  public let presetSplits: PresetSplits?
  public let notices: [String]

  /// Lists the directories below `root`.
  public init(_ options: DataOptions) throws(DataError) {
    guard let root = options.root else {
      throw DataError(.missingSetting(key: "root", dataset: name))
    }
    var lister = FolderLister(root: root, excludedIDs: options.excludedIDs)
    var splitFolders: [(split: Split, folder: String)] = []
    for folder in try lister.folders(in: "") {
      if let split = Split(spelled: folder) { splitFolders.append((split, folder)) }
    }
    let hasSplits = splitFolders.contains { $0.split == .train }
    if !hasSplits { splitFolders = [(.train, "")] }
    splitFolders.sort {
      let order = Split.allCases
      return (order.firstIndex(of: $0.split) ?? 0) < (order.firstIndex(of: $1.split) ?? 0)
    }

    var classes: [String] = []
    var samples: [Sample] = []
    var parts: [Split: [Int]] = [:]
    for (split, folder) in splitFolders {
      guard parts[split] == nil else {
        throw DataError(
          .malformed(
            format: "folder", found: "two directories for the \(split) split",
            expected: "one"), file: FilePath.join(root, folder))
      }
      let found = try lister.folders(in: folder)
      if split == .train { classes = found }
      let extra = found.filter { !classes.contains($0) }
      guard extra.isEmpty else {
        throw DataError(
          .extraClasses(extra, split: split), file: FilePath.join(root, folder))
      }
      let start = samples.count
      for name in found {
        guard let label = classes.firstIndex(of: name) else { continue }
        for var sample in try lister.images(in: FilePath.join(folder, name)) {
          sample.labels = [Int32(label)]
          samples.append(sample)
        }
      }
      parts[split] = Array(start..<samples.count)
    }
    guard !classes.isEmpty else {
      throw DataError(.empty(reason: "there is no directory of a class"), file: root)
    }
    guard !samples.isEmpty else {
      let endings = ImageFileName.endings.joined(separator: ", ")
      throw DataError(
        .empty(reason: "no class directory has an image (\(endings))"), file: root)
    }
    task = .classification(classes: classes)
    self.samples = samples
    presetSplits =
      hasSplits
      ? PresetSplits(train: parts[.train] ?? [], val: parts[.val], test: parts[.test]) : nil
    notices = lister.notices
  }
}

extension DatasetKind {
  /// A folder for each class, with or without train, val and test above them.
  public static let folder = DatasetKind(
    "folder", summary: "a folder for each class, with or without train, val and test above them"
  ) { (options) throws(DataError) in try FolderDataset(options) }
}
