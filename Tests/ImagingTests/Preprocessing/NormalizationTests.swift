import Imaging
import Testing

@Suite("Normalisation constants")
struct NormalizationTests {
  @Test("imagenet has the constants of torchvision's transforms")
  func imagenet() throws {
    let constants = try #require(Normalization.imagenet.constants(channels: 3))
    #expect(constants.mean == [0.485, 0.456, 0.406])
    #expect(constants.standardDeviation == [0.229, 0.224, 0.225])
    let grey = try #require(Normalization.imagenet.constants(channels: 1))
    #expect(grey.mean == [0.449])
    #expect(grey.standardDeviation == [0.226])
  }

  @Test("one custom number serves all channels")
  func custom() throws {
    let one = Normalization.custom(mean: [0.3], standardDeviation: [0.1, 0.2, 0.4])
    let constants = try #require(one.constants(channels: 3))
    #expect(constants.mean == [0.3, 0.3, 0.3])
    #expect(constants.standardDeviation == [0.1, 0.2, 0.4])
  }

  @Test(
    "custom numbers that cannot be used give no constants",
    arguments: [
      Normalization.custom(mean: [0.1, 0.2], standardDeviation: [1]),
      .custom(mean: [0], standardDeviation: [0]),
      .custom(mean: [.nan], standardDeviation: [1]),
      .custom(mean: [], standardDeviation: [1]),
      .custom(mean: [0], standardDeviation: [-1]),
    ])
  func unusable(normalization: Normalization) {
    #expect(normalization.constants(channels: 3) == nil)
  }
}
