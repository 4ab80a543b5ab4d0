import Basics
import Imaging
import TestSupport
import Testing

@Suite("Augmentation")
struct AugmentationTests {
  let image = PreprocessingOptions(size: 16, channels: 3, normalization: .simple)
    .process(pattern(20, 18, 3))

  func apply(_ preset: AugmentationPreset, seed: UInt64, allowsFlip: Bool = true) -> FloatImage {
    var result = image
    preset.transforms(allowsFlip: allowsFlip).apply(to: &result, random: RandomSource(seed: seed))
    return result
  }

  @Test(
    "the same source gives the same picture, another one another",
    arguments: [
      AugmentationPreset.default, .strong,
    ])
  func reproducible(preset: AugmentationPreset) {
    #expect(apply(preset, seed: 3) == apply(preset, seed: 3))
    #expect(apply(preset, seed: 3) != apply(preset, seed: 4))
    #expect(apply(preset, seed: 3) != image)
  }

  @Test("none changes nothing")
  func none() {
    #expect(apply(.none, seed: 1) == image)
  }

  @Test("values stay between 0 and 1, the shape stays", arguments: AugmentationPreset.allCases)
  func range(preset: AugmentationPreset) {
    for seed in 0..<20 {
      let result = apply(preset, seed: UInt64(seed))
      #expect((result.width, result.height, result.channels) == (16, 16, 3))
      #expect(result.values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test("presets flip only where that is allowed", arguments: AugmentationPreset.allCases)
  func flips(preset: AugmentationPreset) {
    let without = preset.transforms(allowsFlip: false)
    #expect(!without.contains { $0 is HorizontalFlip })
    let with = preset.transforms(allowsFlip: true)
    #expect(with.contains { $0 is HorizontalFlip } == (preset != .none))
  }

  @Test("half of the pictures are flipped at probability 0.5")
  func flipRate() {
    let mirrored = image.mirrored()
    let flips = (0..<400).filter { seed in
      var result = image
      var random = RandomSource(seed: UInt64(seed))
      HorizontalFlip().apply(to: &result, random: &random)
      return result == mirrored
    }
    // Binomial(400, 0.5): five standard deviations are 50.
    #expect(abs(flips.count - 200) < 50)
  }

  @Test("brightness scales the mean, contrast the distances from it")
  func exposure() {
    let source = FloatImage(width: 2, height: 1, channels: 1, values: [0.4, 0.6])
    for seed in 0..<50 {
      var result = source
      var random = RandomSource(seed: UInt64(seed))
      BrightnessContrast(brightness: 0.2, contrast: 0.3).apply(to: &result, random: &random)
      let mean = (result.values[0] + result.values[1]) / 2
      let distance = result.values[1] - result.values[0]
      #expect((0.4...0.6).contains(mean))
      #expect((0.2 * 0.699...0.2 * 1.301).contains(distance))
    }
  }

  @Test("a transform that draws more does not change what the next one does")
  func independence() {
    struct Draws: ImageTransform {
      let count: Int
      func apply(to image: inout FloatImage, random: inout RandomSource) {
        for _ in 0..<count { _ = random.nextUniform() }
      }
    }
    func run(_ count: Int) -> FloatImage {
      var result = image
      let list: [any ImageTransform] = [
        Draws(count: count), BrightnessContrast(brightness: 0.5, contrast: 0.5),
      ]
      list.apply(to: &result, random: RandomSource(seed: 8))
      return result
    }
    #expect(run(0) == run(7))
  }
}
