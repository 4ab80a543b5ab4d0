import Basics
import Imaging

/// Data in MNIST's four files, packed with gzip or not.
///
/// `train-images-idx3-ubyte`, `train-labels-idx1-ubyte` and, if there is a test split, the same with
/// `t10k`, in `root` or in its directory `raw` or `MNIST/raw`, where torchvision puts them.
public struct IDXDataset: ImageDataset {
  private struct Part: Sendable {
    var images: IDXFile
    var labels: IDXFile
    var count: Int { labels.extents[0] }
  }

  public let name = "idx"
  public let task: PredictionTask
  public let samples: [Sample]
  public let presetSplits: PresetSplits?
  public let defaultImageSize: Int
  public let holdsImages = true

  private let train: Part
  private let test: Part?

  /// Reads all files, in parallel.
  public init(_ options: DataOptions) throws(DataError) {
    guard let root = options.root else {
      throw DataError(.missingSetting(key: "root", dataset: "idx"))
    }
    let folder =
      ["", "raw", "MNIST/raw", "FashionMNIST/raw"].map { FilePath.join(root, $0) }
      .first { IDXDataset.hasFile("\($0)/train-images-idx3-ubyte") } ?? root
    let hasTest = ["images-idx3", "labels-idx1"].contains {
      IDXDataset.hasFile(FilePath.join(folder, "t10k-\($0)-ubyte"))
    }
    let names = hasTest ? ["train", "t10k"] : ["train"]
    let files = ParallelLoop.map(2 * names.count, threads: 2 * names.count) { number in
      let isImages = number % 2 == 0
      let kind = isImages ? "images-idx3-ubyte" : "labels-idx1-ubyte"
      let path = FilePath.join(folder, "\(names[number / 2])-\(kind)")
      return Result { () throws(DataError) in try IDXFile(path, axes: isImages ? 3 : 1) }
    }
    var parts: [Part] = []
    for (index, name) in names.enumerated() {
      let part = Part(
        images: try files[2 * index].get(), labels: try files[2 * index + 1].get())
      try IDXDataset.check(part, against: parts.first, in: FilePath.join(folder, name))
      parts.append(part)
    }
    train = parts[0]
    test = parts.count > 1 ? parts[1] : nil
    guard train.count > 0 else {
      throw DataError(.empty(reason: "the files hold no image"), file: folder)
    }
    (task, samples) = try IDXDataset.labelled(parts, names: names, folder: folder)
    presetSplits =
      hasTest
      ? PresetSplits(
        train: Array(0..<train.count), test: Array(train.count..<samples.count)) : nil
    defaultImageSize = max(train.images.extents[1], train.images.extents[2])
  }

  public func image(at index: Int) throws(DataError) -> Image {
    let isTrain = index < train.count
    guard let part = isTrain ? train : test else { preconditionFailure("no sample \(index)") }
    let (height, width) = (part.images.extents[1], part.images.extents[2])
    let start = part.images.start + (isTrain ? index : index - train.count) * height * width
    return Image(
      width: width, height: height, channels: 1,
      pixels: Array(part.images.bytes[start..<start + height * width]))
  }

  private static func hasFile(_ path: String) -> Bool {
    FileSystem.isFile(path) || FileSystem.isFile(path + ".gz")
  }

  private static func check(
    _ part: Part, against first: Part?, in place: String
  ) throws(DataError) {
    guard part.images.extents[0] == part.count else {
      throw DataError(
        .malformed(
          format: "IDX", found: "\(part.images.extents[0]) images and \(part.count) labels",
          expected: "as many labels as images"), file: place)
    }
    guard let first, first.images.extents.dropFirst() != part.images.extents.dropFirst()
    else { return }
    throw DataError(
      .malformed(
        format: "IDX",
        found: "images of \(part.images.extents[1]) x \(part.images.extents[2]) pixels",
        expected: "\(first.images.extents[1]) x \(first.images.extents[2]) as in train"),
      file: place)
  }

  /// The classes are 0 to the largest label of train.
  private static func labelled(
    _ parts: [Part], names: [String], folder: String
  ) throws(DataError) -> (PredictionTask, [Sample]) {
    let classCount = Int(parts[0].labels.bytes[parts[0].labels.start...].max() ?? 0) + 1
    let classes = (0..<classCount).map(String.init)
    var samples: [Sample] = []
    samples.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for (part, name) in zip(parts, names) {
      let byteCount = part.images.extents[1] * part.images.extents[2]
      for (number, label) in part.labels.bytes[part.labels.start...].enumerated() {
        guard Int(label) < classCount else {
          throw DataError(
            .unknownClass(String(label), known: classes),
            file: FilePath.join(folder, "\(name)-labels-idx1-ubyte"))
        }
        samples.append(
          Sample(id: "\(name)/\(number)", labels: [Int32(label)], byteCount: byteCount))
      }
    }
    return (.classification(classes: classes), samples)
  }
}

extension DatasetKind {
  /// The files of MNIST and its relatives, .gz too.
  public static let idx = DatasetKind(
    "idx", summary: "the files of MNIST and its relatives, .gz too"
  ) { (options) throws(DataError) in try IDXDataset(options) }
}
