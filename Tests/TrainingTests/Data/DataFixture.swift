import Basics
import Imaging
import TestSupport
import Training

/// Makes small data sets on disk and in memory.
enum DataFixture {
  /// Writes a grey PNG of one level, and the directories above it.
  static func writeImage(
    _ path: String, level: UInt8 = 128, width: Int = 4, height: Int = 4
  ) throws {
    try FileSystem.createDirectory(FilePath.parent(path))
    let image = Image(
      width: width, height: height, channels: 1,
      pixels: [UInt8](repeating: level, count: width * height))
    try AtomicFile.write(try ImageCodec.encodePNG(image), to: path)
  }

  /// The error that a piece of work throws, as text.
  static func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }
}

/// A data set without files: images whose every pixel is the sample's index.
struct MemoryDataset: ImageDataset {
  let name = "memory"
  var task = PredictionTask.classification(classes: ["a", "b", "c"])
  var samples: [Sample]
  var presetSplits: PresetSplits?
  var skipped: [SkippedSample] = []
  var brokenIndices: Set<Int> = []
  var size = 4

  /// Samples with the given classes, and groups where they are given.
  init(labels: [Int], groups: [String?] = []) {
    samples = labels.enumerated().map { index, label in
      Sample(
        id: "s\(index)", group: groups.isEmpty ? nil : groups[index], labels: [Int32(label)])
    }
  }

  func image(at index: Int) throws(DataError) -> Image {
    if brokenIndices.contains(index) {
      throw DataError(.image(ImageError(name: "\(index).png", kind: .truncated(reason: "test"))))
    }
    let level = UInt8(truncatingIfNeeded: index)
    return Image(
      width: size, height: size, channels: 1,
      pixels: [UInt8](repeating: level, count: size * size))
  }
}
