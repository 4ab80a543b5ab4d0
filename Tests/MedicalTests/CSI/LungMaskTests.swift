import Basics
import Imaging
import Layers
import Medical
import TensorCore
import TestSupport
import Testing
import Training

/// Lung masks beside radiographs, by CSI-Predictor's names: the patient's sides.
@Suite struct LungMaskTests {
  private let folder = TemporaryDirectory()
  private let regions = Zone.allCases.map(\.region)

  init() throws {
    for name in ["images", "lungs"] { try FileSystem.createDirectory(folder.file(name)) }
    for id in ["1", "2"] {
      try write("images/\(id).png", side: 12) { _, _ in 100 }
    }
    // The patient's right lung is on the left of the picture.
    try write("lungs/1_right_lung_mask.png", side: 24) { x, _ in (4..<10).contains(x) ? 255 : 0 }
    try write("lungs/1_left_lung_mask.png", side: 24) { x, y in x >= 14 && y >= 16 ? 255 : 0 }
  }

  private func write(_ name: String, side: Int, _ pixel: (Int, Int) -> UInt8) throws {
    let pixels = (0..<side * side).map { pixel($0 % side, $0 / side) }
    let image = Image(width: side, height: side, channels: 1, pixels: pixels)
    try AtomicFile.write(try ImageCodec.encodePNG(image), to: folder.file(name))
  }

  private func dataset() throws -> CSIDataset {
    try AtomicFile.write(
      "FileID;right_sup;left_sup;right_mid;left_mid;right_inf;left_inf\n1;0;0;0;0;0;0\n2;0;0;0;0;0;0\n",
      to: folder.file("labels.csv"))
    var options = DataOptions()
    options.dataset = "csi"
    options.csvPath = folder.file("labels.csv")
    options.masksDirectory = folder.file("lungs")
    return try CSIDataset(options)
  }

  private func batch(
    _ augmentation: [any ImageTransform] = []
  ) throws -> (batch: Batch, notices: [String]) {
    let dataset = try dataset()
    let store = ImageStore(
      dataset: dataset,
      preprocessing: PreprocessingOptions(size: 12, channels: 1, normalization: .simple),
      memoryLimit: 0)
    var options = LoaderOptions()
    options.workers = 0
    options.regions = regions
    options.augmentation = augmentation
    options.mirroredLabels = dataset.task.mirroredLabels
    let loader = BatchLoader(store: store, indices: [0, 1], options: options, pool: StoragePool())
    let batch = try #require(try loader.batches(epoch: 1).next())
    return (batch, store.notices)
  }

  /// The columns of a zone that its mask leaves, in a row of 12 pixels.
  private func columns(_ mask: RegionMask, _ zone: Zone, row: Int) -> [Int] {
    (0..<12).filter { mask.contains(row * 12 + $0, of: zone.rawValue) }
  }

  @Test func zonesAreWhatMasksLeaveOfTheirCells() throws {
    let (batch, notices) = try batch()
    let mask = try #require(batch.masks[0])
    // Masks of 24 pixels over an image of 12: columns 4 to 9 become 2 to 4.
    #expect(columns(mask, .rightSuperior, row: 0) == [2, 3, 4])
    #expect(columns(mask, .rightInferior, row: 11) == [2, 3, 4])
    #expect(columns(mask, .rightSuperior, row: 5) == [])
    #expect(columns(mask, .leftInferior, row: 9) == [7, 8, 9, 10, 11])
    // Nothing of the left lung is marked above: the cells are used, and it is said.
    #expect(columns(mask, .leftSuperior, row: 0) == Array(6..<12))
    #expect(
      notices == [
        "2 zones of 1 image have no pixel of a mask: the whole cell is used there"
      ])
    #expect(batch.masks[1] == nil)
  }

  @Test func samplesWithoutMasksAreCounted() throws {
    #expect(
      try dataset().notices == [
        "1 of 2 samples lack a lung mask in Data.masks_dir: the grid's zones are used there"
      ])
  }

  @Test func aMissingDirectoryIsAnError() throws {
    try FileSystem.removeTree(folder.file("lungs"))
    #expect(throws: DataError.self) { try dataset() }
  }

  /// A shift by three pixels to the right.
  private struct Shift: ImageTransform {
    func apply(to image: inout AugmentedImage, random: inout RandomSource) {
      image.warp(by: AffineMap(1, 0, -3, 0, 1, 0))
    }
  }

  @Test func masksFollowAugmentation() throws {
    let mask = try #require(try batch([Shift()]).batch.masks[0])
    // Columns 2 to 4 of the right lung lie at 5 to 7 now, beyond the middle: cells move with the picture.
    #expect(columns(mask, .rightSuperior, row: 0) == [5, 6, 7])
    #expect(columns(mask, .leftInferior, row: 9) == [10, 11])
    #expect(columns(mask, .leftSuperior, row: 0) == [9, 10, 11])
  }

  /// Mirrored, the patient's right lung lies on the right and is graded as the left one: its mask is the left one's.
  @Test func masksOfMirroredImagesChangeSides() throws {
    let mask = try #require(try batch([HorizontalFlip(probability: 1)]).batch.masks[0])
    #expect(columns(mask, .leftSuperior, row: 0) == [7, 8, 9])
    #expect(columns(mask, .rightInferior, row: 9) == [0, 1, 2, 3, 4])
  }
}
