import Basics
import Imaging
import TestSupport
import Testing

@Suite("Augmentation")
struct AugmentationTests {
  let image = PreprocessingOptions(size: 16, channels: 3, normalization: .simple)
    .process(pattern(20, 18, 3))

  private static let catalog = AugmentationCatalog.standard
  private static let names = catalog.kinds.map(\.name)

  private func apply(_ name: String, seed: UInt64, hasSides: Bool = false) -> AugmentedImage {
    Self.catalog.transforms(for: [AugmentationItem(name)], hasSides: hasSides)
      .applied(to: image, random: RandomSource(seed: seed))
  }

  @Test("the same source gives the same picture, others give others", arguments: names)
  func reproducible(name: String) {
    for seed in UInt64(0)..<5 {
      #expect(apply(name, seed: seed) == apply(name, seed: seed))
    }
    let results = Set((UInt64(0)..<12).map { apply(name, seed: $0).image })
    #expect(name == "none" ? results == [image] : results.count > 1)
  }

  @Test("values stay between 0 and 1, the shape stays", arguments: names)
  func range(name: String) {
    for seed in UInt64(0)..<20 {
      let result = apply(name, seed: seed).image
      #expect((result.width, result.height, result.channels) == (16, 16, 3))
      #expect(result.values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test("where sides mean something, presets mirror nothing and move little")
  func sides() {
    for name in Self.names where !["flip", "vertical_flip", "rotate", "affine"].contains(name) {
      for seed in UInt64(0)..<100 {
        let map = apply(name, seed: seed, hasSides: true).geometry
        #expect(map.determinant > 0, "\(name)")
        // What was in the middle of the upper left quarter stays in that quarter.
        let inverse = (x: (3.5 - map.c) / map.a, y: (3.5 - map.f) / map.e)
        #expect((0..<7.5).contains(inverse.x) && (0..<7.5).contains(inverse.y), "\(name)")
      }
    }
    let mirrored = ["default", "strong", "imagenet", "flip"].filter { name in
      (UInt64(0)..<20).contains { apply(name, seed: $0).isMirrored }
    }
    #expect(mirrored == ["default", "strong", "imagenet", "flip"])
  }

  @Test("what would exchange or lose zones is refused where there are zones")
  func objections() {
    func objection(_ name: String, _ arguments: Double...) -> String? {
      Self.catalog.objection(to: [AugmentationItem("jitter"), AugmentationItem(name, arguments)])
    }
    #expect(objection("vertical_flip") != nil)
    #expect(objection("rotate", 46) != nil && objection("rotate", 45) == nil)
    #expect(objection("crop", 0.89) != nil && objection("crop", 0.9) == nil)
    #expect(objection("affine", 50) != nil && objection("affine") == nil)
    #expect(objection("flip") == nil)
  }

  /// A picture whose values are their own coordinates tells where each pixel came from.
  @Test("the geometry says where pixels come from", arguments: names)
  func geometry(name: String) {
    let side = 32
    let coordinates = FloatImage(
      width: side, height: side, channels: 3,
      values: (0..<side * side).flatMap { [Float($0 % side) / 64, Float($0 / side) / 64, 0.5] })
    let tones = Set([
      "jitter", "clahe", "erase", "default", "strong", "imagenet", "radiograph", "randaugment",
      "trivialaugment",
    ])
    guard !tones.contains(name) else { return }
    let transforms = Self.catalog.transforms(for: [AugmentationItem(name)], hasSides: false)
    for seed in UInt64(0)..<10 {
      let result = transforms.applied(to: coordinates, random: RandomSource(seed: seed))
      let map = result.geometry
      for y in 0..<side {
        for x in 0..<side {
          let place = (y * side + x) * 3
          let source = (
            map.a * Double(x) + map.b * Double(y) + map.c,
            map.d * Double(x) + map.e * Double(y) + map.f
          )
          // Inside; at the edges black or the edge's own value mixes in.
          let inside = 1.0...Double(side - 2)
          guard inside.contains(source.0), inside.contains(source.1) else { continue }
          #expect(abs(Double(result.image.values[place]) * 64 - source.0) < 0.6)
          #expect(abs(Double(result.image.values[place + 1]) * 64 - source.1) < 0.6)
        }
      }
    }
  }

  @Test("geometries of several transforms go one after the other")
  func composition() {
    var twice = AugmentedImage(image)
    var random = RandomSource(seed: 1)
    HorizontalFlip(probability: 1).apply(to: &twice, random: &random)
    #expect(twice.isMirrored)
    AugmentationOperation.translateX.apply(3, to: &twice)
    // The pixel at 5 was at 2 before the shift, and at 13 before the mirror.
    #expect(twice.geometry == AffineMap(-1, 0, 18, 0, 1, 0))
    HorizontalFlip(probability: 1).apply(to: &twice, random: &random)
    #expect(!twice.isMirrored && twice.geometry == AffineMap(1, 0, 3, 0, 1, 0))
  }

  @Test("drawn crops have the area and the aspect that were asked for")
  func crops() {
    for seed in UInt64(0)..<200 {
      var result = AugmentedImage(
        FloatImage(
          width: 224, height: 224, channels: 1, values: Array(repeating: 0.5, count: 224 * 224)))
      var random = RandomSource(seed: seed)
      RandomResizedCrop(area: 0.25...0.5, aspect: 1.5).apply(to: &result, random: &random)
      let map = result.geometry
      #expect((0.24...0.51).contains(map.determinant))
      #expect((0.98 / 1.5...1.52).contains(map.a / map.e))
    }
  }

  @Test("half of the pictures are flipped at probability 0.5")
  func flipRate() {
    let mirrored = image.mirrored()
    let flips = (0..<400).filter { seed in
      var result = AugmentedImage(image)
      var random = RandomSource(seed: UInt64(seed))
      HorizontalFlip().apply(to: &result, random: &random)
      return result.image == mirrored
    }
    // Binomial(400, 0.5): five standard deviations are 50.
    #expect(abs(flips.count - 200) < 50)
  }

  @Test("jitter's factors cover their ranges, each on its own")
  func jitter() {
    let source = FloatImage(width: 2, height: 1, channels: 1, values: [0.4, 0.6])
    var means: [Float] = []
    for seed in UInt64(0)..<200 {
      var result = AugmentedImage(source)
      var random = RandomSource(seed: seed)
      ColorJitter(brightness: 0.2).apply(to: &result, random: &random)
      let values = result.image.values
      #expect(abs(values[1] / values[0] - 1.5) < 1e-4)
      means.append((values[0] + values[1]) / 2)
    }
    let (lowest, highest) = (means.min() ?? 0, means.max() ?? 0)
    #expect((0.4...0.41).contains(lowest) && (0.59...0.6).contains(highest))
  }

  @Test("erasing blackens one rectangle of an area that was asked for")
  func erasing() {
    let white = FloatImage(
      width: 40, height: 40, channels: 1, values: Array(repeating: 1, count: 1600))
    for seed in UInt64(0)..<100 {
      var result = AugmentedImage(white)
      var random = RandomSource(seed: seed)
      RandomErasing(probability: 1, area: 0.1...0.2).apply(to: &result, random: &random)
      let black = result.image.values.count { $0 == 0 }
      #expect((0.09 * 1600...0.22 * 1600).contains(Double(black)))
    }
  }

  @Test("a transform that draws more does not change what the next one does")
  func independence() {
    struct Draws: ImageTransform {
      let count: Int
      func apply(to image: inout AugmentedImage, random: inout RandomSource) {
        for _ in 0..<count { _ = random.nextUniform() }
      }
    }
    func run(_ count: Int) -> FloatImage {
      let list: [any ImageTransform] = [
        Draws(count: count), ColorJitter(brightness: 0.5, contrast: 0.5),
      ]
      return list.applied(to: image, random: RandomSource(seed: 8)).image
    }
    #expect(run(0) == run(7))
  }
}
