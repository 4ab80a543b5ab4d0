import Basics
import Imaging
import TestSupport
import Testing
import Training

@Suite struct SharedImagesTests {
  private let directory = TemporaryDirectory()

  private func dataset() throws -> any ImageDataset {
    for name in ["a", "b"] {
      try FileSystem.createDirectory(directory.file("data/\(name)"))
      for index in 0..<3 {
        let width = 20 + 4 * index
        let pixels = (0..<width * 12).map { UInt8(($0 * (index + 7)) % 251) }
        let image = Image(width: width, height: 12, channels: 1, pixels: pixels)
        try AtomicFile.write(
          try ImageCodec.encodePNG(image), to: directory.file("data/\(name)/\(index).png"))
      }
    }
    var options = DataOptions()
    options.dataset = "folder"
    options.root = directory.file("data")
    return try DatasetRegistry.standard.open(options)
  }

  @Test(arguments: [ResizeMode.squash, .crop, .pad])
  func preparedImagesSurviveTheFile(resize: ResizeMode) throws {
    let dataset = try dataset()
    let options = PreprocessingOptions(
      size: 16, resize: resize, channels: 1, intensity: .minMax,
      normalization: .custom(mean: [0.5], standardDeviation: [0.5]))
    let image = try dataset.image(at: 2)
    let prepared = options.prepare(image)
    #expect(PreparedImage(encoded: prepared.encoded) == prepared)
    let deep = options.prepare(
      Image(width: 3, height: 2, channels: 1, pixels: [0, 1, 256, 65_535, 7, 9] as [UInt16]))
    #expect(PreparedImage(encoded: deep.encoded) == deep)
  }

  @Test func damagedBytesAreNoImage() throws {
    let options = PreprocessingOptions(size: 8, channels: 1, normalization: .simple)
    let seed = options.prepare(try dataset().image(at: 0)).encoded
    Mutator(iterations: 3_000).run(seeds: [seed]) { bytes in
      if let image = PreparedImage(encoded: bytes) { _ = options.unitImage(image) }
    }
  }

  @Test func aFileServesTheDataThatItWasMadeOf() throws {
    let dataset = try dataset()
    let options = PreprocessingOptions(size: 16, channels: 1, normalization: .simple)
    let store = ImageStore(dataset: dataset, preprocessing: options, memoryLimit: 1 << 20)
    let path = directory.file("images")
    let tooLarge = try SharedImages.write(
      [0, 1, 2, 3], of: store, to: path, threads: 2, limit: 100)
    #expect(tooLarge == nil)
    #expect(!FileSystem.exists(path))
    let size = try SharedImages.write(
      [0, 1, 2, 3], of: store, to: path, threads: 2, limit: 1 << 20)
    #expect(try size == FileSystem.fileSize(path))
    #expect(SharedImages(path, dataset: dataset, preprocessing: options) != nil)
    var others = options
    others.normalization = .imagenet
    #expect(SharedImages(path, dataset: dataset, preprocessing: others) != nil)
    others.size = 15
    #expect(SharedImages(path, dataset: dataset, preprocessing: others) == nil)
    try AtomicFile.write("nonsense", to: path)
    #expect(SharedImages(path, dataset: dataset, preprocessing: options) == nil)
  }
}
