import Basics
import Imaging

/// CIFAR-10 in its binary version: records of a label byte and 3 x 32 x 32 bytes, colour by colour.
///
/// `data_batch_1.bin` to `data_batch_5.bin` (those that exist) and `test_batch.bin`, in `root` or in
/// its directory `cifar-10-batches-bin`. Source: https://www.cs.toronto.edu/~kriz/cifar.html
public struct CIFAR10Dataset: ImageDataset {
  private struct File: Sendable {
    var name: String
    var firstSample: Int
    var bytes: [UInt8]
  }

  public let name = "cifar10"
  public let task = PredictionTask.classification(classes: CIFAR10Dataset.classNames)
  public let samples: [Sample]
  public let presetSplits: PresetSplits?
  public let defaultImageSize = 32
  public let holdsImages = true

  private let files: [File]

  private static let side = 32
  private static let recordSize = 1 + 3 * side * side
  private static let fileLimit = 1 << 30

  /// The classes in the order of their numbers.
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// Reads all files.
  public init(_ options: DataOptions) throws(DataError) {
    guard let root = options.root else {
      throw DataError(.missingSetting(key: "root", dataset: "cifar10"))
    }
    let inner = FilePath.join(root, "cifar-10-batches-bin")
    let folder = FileSystem.isDirectory(inner) ? inner : root
    let trainNames = (1...5).map { "data_batch_\($0)" }
      .filter { FileSystem.isFile(FilePath.join(folder, $0 + ".bin")) }
    guard !trainNames.isEmpty else {
      let path = FilePath.join(folder, "data_batch_1.bin")
      throw DataError(.unreadable(FileError(code: .notFound, operation: "read", path: path)))
    }
    let hasTest = FileSystem.isFile(FilePath.join(folder, "test_batch.bin"))
    var files: [File] = []
    var samples: [Sample] = []
    var trainCount = 0
    for name in trainNames + (hasTest ? ["test_batch"] : []) {
      let path = FilePath.join(folder, name + ".bin")
      let file = File(
        name: name, firstSample: samples.count, bytes: try CIFAR10Dataset.read(path))
      for record in 0..<file.bytes.count / CIFAR10Dataset.recordSize {
        let label = Int32(file.bytes[record * CIFAR10Dataset.recordSize])
        guard label < 10 else {
          throw DataError(
            .malformed(
              format: "CIFAR-10", found: "the label \(label) in record \(record)",
              expected: "0 to 9"), file: path)
        }
        samples.append(
          Sample(
            id: "\(name)/\(record)", labels: [label],
            byteCount: CIFAR10Dataset.recordSize - 1))
      }
      if name != "test_batch" { trainCount = samples.count }
      files.append(file)
    }
    guard trainCount > 0 else {
      throw DataError(.empty(reason: "the files hold no image"), file: folder)
    }
    self.files = files
    self.samples = samples
    presetSplits =
      hasTest
      ? PresetSplits(train: Array(0..<trainCount), test: Array(trainCount..<samples.count)) : nil
  }

  public func image(at index: Int) throws(DataError) -> Image {
    guard let file = files.last(where: { $0.firstSample <= index }) else {
      preconditionFailure("no sample \(index)")
    }
    let plane = CIFAR10Dataset.side * CIFAR10Dataset.side
    let start = (index - file.firstSample) * CIFAR10Dataset.recordSize + 1
    let pixels = [UInt8](unsafeUninitializedCapacity: 3 * plane) { target, count in
      for pixel in 0..<plane {
        for channel in 0..<3 {
          target[3 * pixel + channel] = file.bytes[start + channel * plane + pixel]
        }
      }
      count = 3 * plane
    }
    return Image(
      width: CIFAR10Dataset.side, height: CIFAR10Dataset.side, channels: 3, pixels: pixels)
  }

  private static func read(_ path: String) throws(DataError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileSystem.read(path, limit: fileLimit)
    } catch {
      throw DataError(.unreadable(error))
    }
    guard bytes.count % recordSize == 0 else {
      throw DataError(
        .malformed(
          format: "CIFAR-10", found: "\(bytes.count) bytes",
          expected: "a multiple of \(recordSize)"), file: path)
    }
    return bytes
  }
}

extension DatasetKind {
  /// The binary version of CIFAR-10.
  public static let cifar10 = DatasetKind(
    "cifar10", summary: "the binary version of CIFAR-10"
  ) { (options) throws(DataError) in try CIFAR10Dataset(options) }
}
