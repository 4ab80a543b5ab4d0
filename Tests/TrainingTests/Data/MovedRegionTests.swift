import Basics
import Imaging
import Layers
import TensorCore
import Testing
import Training

/// What a zone's classifier sees, and what it is told, follow the image when augmentation moves it.
struct MovedRegionTests {
  /// Six zones, each of its own grey; the label of each is its number.
  private struct Zones: ImageDataset {
    let task = PredictionTask.zones(
      zones: ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"],
      classes: ["0", "1", "2", "3", "4", "5", "?"], unknownClass: 6)
    let samples = (0..<8).map { Sample(id: "s\($0)", labels: [0, 1, 2, 3, 4, 5]) }
    let name = "zones"
    let notices: [String] = []
    let defaultImageSize = 60
    let defaultNormalization = Normalization.simple
    let holdsImages = true

    func image(at index: Int) throws(DataError) -> Image {
      Image(
        width: 60, height: 60, channels: 1,
        pixels: (0..<3600).map { Zones.grey(of: $0 / 60 / 20 * 2 + $0 % 60 / 30) })
    }

    static func grey(of zone: Int) -> UInt8 { UInt8(60 + 35 * zone) }
  }

  private static let regions = (0..<6).map {
    ImageRegion(row: $0 / 2, of: 3, column: $0 % 2, of: 2)
  }

  private func batches(_ augmentation: [any ImageTransform]) throws -> [Batch] {
    let dataset = Zones()
    let store = ImageStore(
      dataset: dataset,
      preprocessing: PreprocessingOptions(size: 60, channels: 1, normalization: .simple),
      memoryLimit: 0)
    var options = LoaderOptions()
    options.workers = 0
    options.batchSize = 8
    options.regions = Self.regions
    options.augmentation = augmentation
    options.mirroredLabels = dataset.task.mirroredLabels
    let loader = BatchLoader(
      store: store, indices: Array(0..<8), options: options, pool: StoragePool())
    return try (0..<3).map { try #require(try loader.batches(epoch: $0).next()) }
  }

  /// The share of pixels of all groups' regions that do not have the grey of a zone that another group's label belongs to,
  /// and the share of pixels of any zone's grey that are in just one region.
  ///
  /// Pixels between two zones are of neither grey.
  private func agreement(
    _ batches: [Batch], isInside: (Batch, Int, Int, Int) -> Bool
  ) -> (right: Double, covered: Double) {
    var (inside, right, grey, covered) = (0, 0, 0, 0)
    for batch in batches {
      let values = batch.images.scalars
      for image in 0..<batch.count {
        for pixel in 0..<3600 {
          let level = Int((values[image * 3600 + pixel] * 255).rounded())
          guard let zone = (0..<6).first(where: { Zones.grey(of: $0) == level }) else { continue }
          let owners = (0..<6).filter { isInside(batch, image, pixel, $0) }
          grey += 1
          covered += owners.count == 1 ? 1 : 0
          inside += owners.count
          right += owners.count { Int(batch.labels[image * 6 + $0]) == zone }
        }
      }
    }
    return (Double(right) / Double(inside), Double(covered) / Double(grey))
  }

  @Test(arguments: [
    "rotate(20)", "affine(10, 0.1, 0.2, 8)", "crop(0.9)", "flip(1)", "flip(0.5), rotate(15)",
    "radiograph", "strong",
  ])
  func regionsAndLabelsGoWhereTheirZonesGo(augmentation: String) throws {
    let transforms = AugmentationCatalog.standard.transforms(
      for: try items(augmentation), hasSides: true)
    let batches = try batches(transforms.filter { !($0 is ColorJitter || $0 is LocalEqualization) })
    let moved = agreement(batches) { batch, image, pixel, group in
      batch.masks[image]?.contains(pixel, of: group)
        ?? Self.isInCell(pixel, group)
    }
    #expect(moved.right > 0.995, "\(moved)")
    #expect(moved.covered > 0.995, "\(moved)")
    let still = agreement(batches) { _, _, pixel, group in Self.isInCell(pixel, group) }
    if !augmentation.hasPrefix("flip(1)") { #expect(still.right < moved.right - 0.003, "\(still)") }
  }

  private static func isInCell(_ pixel: Int, _ group: Int) -> Bool {
    regions[group].rows(ofHeight: 60).contains(pixel / 60)
      && regions[group].columns(ofWidth: 60).contains(pixel % 60)
  }

  /// Mirrored, each side is graded as what the network sees of it: the other lung.
  @Test func mirroredSidesHaveEachOthersLabels() throws {
    for batch in try batches([HorizontalFlip(probability: 1)]) {
      for image in 0..<8 {
        #expect(Array(batch.labels[image * 6..<image * 6 + 6]) == [1, 0, 3, 2, 5, 4])
        let mask = try #require(batch.masks[image])
        for pixel in 0..<3600 {
          for group in 0..<6 {
            #expect(mask.contains(pixel, of: group) == Self.isInCell(pixel, group))
          }
        }
      }
    }
  }

  /// Without augmentation the cells serve, and no mask is made.
  @Test func nothingMovesWithoutAugmentation() throws {
    for batch in try batches([]) { #expect(batch.masks.allSatisfy { $0 == nil }) }
  }

  /// What a configuration calls them.
  private func items(_ text: String) throws -> [AugmentationItem] {
    text.split(separator: "),").map { part in
      let name = part.prefix { $0 != "(" }.filter { $0 != " " }
      let numbers = part.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
        .split(separator: ",").compactMap { Double($0.filter { $0 != " " }) }
      return AugmentationItem(String(name), numbers)
    }
  }
}
