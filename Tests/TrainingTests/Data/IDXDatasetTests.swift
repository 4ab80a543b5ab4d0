import Basics
import Imaging
import TensorCore
import TestSupport
import Testing
import Training

@Suite struct IDXDatasetTests {
  private let folder = TemporaryDirectory()

  private func bytes(_ extents: [Int], _ values: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(extents.count)]
      + extents.flatMap { [0, 0, UInt8($0 >> 8), UInt8($0 & 255)] } + values
  }

  /// Three training images of 2 x 3 pixels and two test images.
  private func write(packed: Bool = false, in place: String = "") throws {
    let files: [(String, [UInt8])] = [
      ("train-images-idx3", bytes([3, 2, 3], Array(0..<18))),
      ("train-labels-idx1", bytes([3], [2, 0, 1])),
      ("t10k-images-idx3", bytes([2, 2, 3], Array(100..<112))),
      ("t10k-labels-idx1", bytes([2], [1, 2])),
    ]
    try FileSystem.createDirectory(FilePath.join(folder.path, place))
    for (name, content) in files {
      let path = FilePath.join(folder.path, place, name + "-ubyte")
      if packed {
        try AtomicFile.write(Deflate.pack(content, format: .gzip), to: path + ".gz")
      } else {
        try AtomicFile.write(content, to: path)
      }
    }
  }

  private func open() throws -> IDXDataset {
    var options = DataOptions()
    options.root = folder.path
    return try IDXDataset(options)
  }

  private func message() -> String {
    DataFixture.message { _ = try open() }.replacing(folder.path + "/", with: "")
  }

  @Test(arguments: [(false, ""), (true, ""), (true, "MNIST/raw")])
  func fourFilesMakeTwoSplits(packed: Bool, place: String) throws {
    try write(packed: packed, in: place)
    let dataset = try open()
    #expect(dataset.task == .classification(classes: ["0", "1", "2"]))
    #expect(dataset.samples.map(\.labels) == [[2], [0], [1], [1], [2]])
    #expect(dataset.samples[3].id == "t10k/0")
    #expect(dataset.presetSplits == PresetSplits(train: [0, 1, 2], test: [3, 4]))
    #expect(
      try dataset.image(at: 1)
        == Image(width: 3, height: 2, channels: 1, pixels: Array(6..<12) as [UInt8]))
    #expect(
      try dataset.image(at: 4)
        == Image(width: 3, height: 2, channels: 1, pixels: Array(106..<112) as [UInt8]))
    #expect(dataset.defaultImageSize == 3)
  }

  @Test func theTestFilesMayBeMissing() throws {
    try write()
    try FileSystem.remove(folder.file("t10k-images-idx3-ubyte"))
    #expect(message().hasPrefix("cannot read t10k-images-idx3-ubyte: no such file"))
    try FileSystem.remove(folder.file("t10k-labels-idx1-ubyte"))
    #expect(try open().presetSplits == nil)
  }

  @Test func headersAreChecked() throws {
    try write()
    let images = folder.file("train-images-idx3-ubyte")
    func messageWith(_ content: [UInt8]) throws -> String {
      try AtomicFile.write(content, to: images)
      return message().replacing("train-images-idx3-ubyte: not a valid IDX file: ", with: "")
    }
    #expect(try messageWith([0, 0]) == "found 2 bytes, expected a header of 16 bytes")
    #expect(
      try messageWith(bytes([3, 2], Array(0..<18)))
        == "found the first bytes 00000802, expected 00000803")
    #expect(
      try messageWith(bytes([3, 2, 3], Array(0..<17)))
        == "found 17 bytes of values, expected 18 for 3 x 2 x 3")
    #expect(
      try messageWith(bytes([3, 0, 3], []))
        == "found an extent of 0, expected a size that is possible")
    #expect(
      try messageWith([0, 0, 8, 3] + [UInt8](repeating: 255, count: 12))
        == "found an extent of 4294967295, expected a size that is possible")
    #expect(
      try messageWith(bytes([2, 2, 3], Array(0..<12)))
        == "train: not a valid IDX file: found 2 images and 3 labels, "
        + "expected as many labels as images")
    #expect(
      try messageWith(bytes([3, 3, 3], Array(0..<27)))
        == "t10k: not a valid IDX file: found images of 2 x 3 pixels, "
        + "expected 3 x 3 as in train")
  }

  @Test func aTestLabelBeyondThoseOfTrainIsAnError() throws {
    try write()
    try AtomicFile.write(bytes([2], [1, 7]), to: folder.file("t10k-labels-idx1-ubyte"))
    #expect(
      message() == "t10k-labels-idx1-ubyte: the class \"7\" is not in the training data; "
        + "there are 0, 1, 2")
  }

  @Test func aDamagedArchiveIsNamed() throws {
    try write(packed: true)
    let path = folder.file("train-images-idx3-ubyte.gz")
    var content = try FileSystem.read(path)
    content[content.count / 2] ^= 0x55
    try AtomicFile.write(content, to: path)
    #expect(message().hasPrefix("train-images-idx3-ubyte.gz: not a valid gzip file: found"))
  }

  @Test(.enabled(if: SharedData.directory("fashion-mnist") != nil))
  func fashionMNIST() throws {
    var options = DataOptions()
    options.root = SharedData.directory("fashion-mnist")
    options.channels = 1
    let dataset = try IDXDataset(options)
    let splits = try options.splits(of: dataset)
    #expect(splits.train.count == 51_000 && splits.val.count == 9000)
    #expect(splits.test == Array(60_000..<70_000))
    // 6,000 of each class in train; 900 of them go to validation.
    for label in 0..<10 {
      #expect(splits.val.count { dataset.samples[$0].labels == [Int32(label)] } == 900)
    }
    let store = ImageStore(
      dataset: dataset, preprocessing: try options.preprocessing(for: dataset), memoryLimit: 0)
    let loader = BatchLoader(
      store: store, indices: splits.train, options: LoaderOptions(), pool: StoragePool())
    let batch = try loader.batches(epoch: 1).next()
    #expect(batch?.images.shape == [32, 28, 28, 1])
  }
}

@Suite struct CIFAR10DatasetTests {
  private let folder = TemporaryDirectory()

  private func record(_ label: UInt8, _ first: UInt8) -> [UInt8] {
    [label] + (0..<3072).map { UInt8(truncatingIfNeeded: Int(first) + $0 / 1024 * 50 + $0 % 4) }
  }

  private func open() throws -> CIFAR10Dataset {
    var options = DataOptions()
    options.root = folder.path
    return try CIFAR10Dataset(options)
  }

  @Test func recordsArePlanes() throws {
    try AtomicFile.write(record(3, 10) + record(9, 20), to: folder.file("data_batch_1.bin"))
    try AtomicFile.write(record(1, 30), to: folder.file("data_batch_2.bin"))
    try AtomicFile.write(record(0, 40), to: folder.file("test_batch.bin"))
    let dataset = try open()
    #expect(dataset.samples.map(\.labels) == [[3], [9], [1], [0]])
    #expect(
      dataset.samples.map(\.id)[1...] == ["data_batch_1/1", "data_batch_2/0", "test_batch/0"])
    #expect(dataset.presetSplits == PresetSplits(train: [0, 1, 2], test: [3]))
    guard case .bits8(let pixels) = try dataset.image(at: 2).samples else {
      Issue.record("expected 8 bits")
      return
    }
    #expect(Array(pixels[..<6]) == [30, 80, 130, 31, 81, 131])
    #expect(pixels.count == 3072 && dataset.defaultImageSize == 32)
  }

  @Test func faultsAreNamed() throws {
    func message() -> String {
      DataFixture.message { _ = try open() }.replacing(folder.path + "/", with: "")
    }
    #expect(message() == "cannot read data_batch_1.bin: no such file or directory")
    try AtomicFile.write(Array(record(3, 1).dropLast()), to: folder.file("data_batch_1.bin"))
    #expect(
      message() == "data_batch_1.bin: not a valid CIFAR-10 file: found 3072 bytes, "
        + "expected a multiple of 3073")
    try AtomicFile.write(record(10, 1), to: folder.file("data_batch_1.bin"))
    #expect(
      message() == "data_batch_1.bin: not a valid CIFAR-10 file: found the label 10 in record 0, "
        + "expected 0 to 9")
    try AtomicFile.write([UInt8](), to: folder.file("data_batch_1.bin"))
    #expect(message().contains("the data set is empty"))
  }
}
