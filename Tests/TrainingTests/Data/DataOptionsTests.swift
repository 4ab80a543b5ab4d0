import Basics
import Imaging
import Testing
import Training

@Suite struct DataOptionsTests {
  private let dataset = MemoryDataset(labels: [0, 1, 2, 0, 1, 2])

  @Test func theConfigurationComesBeforeTheModelAndTheModelBeforeTheData() throws {
    var options = DataOptions()
    #expect(try options.preprocessing(for: dataset).size == 224)
    #expect(try options.preprocessing(for: dataset, modelImageSize: 518).size == 518)
    #expect(try options.preprocessing(for: dataset).normalization == .imagenet)
    #expect(
      try options.preprocessing(for: dataset, weightsNormalization: .simple).normalization
        == .simple)
    options.imageSize = 64
    options.normalization = .medical
    options.channels = 1
    options.resize = .pad
    options.interpolation = .bicubic
    options.intensity = .minMax
    #expect(
      try options.preprocessing(
        for: dataset, modelImageSize: 518, weightsNormalization: .simple)
        == PreprocessingOptions(
          size: 64, resize: .pad, interpolation: .bicubic, channels: 1, intensity: .minMax,
          normalization: .medical))
  }

  @Test func customNumbersMustFit() {
    var options = DataOptions()
    options.normalization = .custom(mean: [0.1, 0.2], standardDeviation: [1])
    #expect(
      DataFixture.message { _ = try options.preprocessing(for: dataset) }
        == "Data.normalization: found \"custom\", expected Data.mean and Data.std "
        + "with 1 or 3 numbers each, std above 0")
  }

  @Test func radiographsAreNeverMirrored() {
    var options = DataOptions()
    #expect(options.transforms(for: dataset.task).isEmpty)
    options.augmentation = [AugmentationItem("strong")]
    let zones = PredictionTask.zones(zones: ["z"], classes: ["0", "?"], unknownClass: 1)
    #expect(options.transforms(for: dataset.task).contains { $0 is HorizontalFlip })
    #expect(!options.transforms(for: zones).contains { $0 is HorizontalFlip })
  }

  @Test func flipsNeedZonesThatBelongTogether() {
    var options = DataOptions()
    options.augmentation = [AugmentationItem("flip")]
    func objection(_ zones: [String]) -> String? {
      options.objectionToAugmentation(
        for: .zones(zones: zones, classes: ["0", "?"], unknownClass: 1))
    }
    #expect(objection(["right_sup", "left_sup", "heart"]) == nil)
    #expect(objection(["right_sup", "left_mid"])?.contains("flip") == true)
    #expect(options.objectionToAugmentation(for: dataset.task) == nil)
  }

  @Test func onlyTrainingImagesChangeAndTheirLabelsFollow() {
    var options = DataOptions()
    options.augmentation = [AugmentationItem("flip")]
    options.balancesClasses = true
    options.skipsBadImages = true
    let zones = PredictionTask.zones(
      zones: ["right_sup", "left_sup"], classes: ["0", "?"], unknownClass: 1)
    let training = options.loaderOptions(for: .train, task: zones)
    #expect(training.isShuffled && training.balancesClasses && training.skipsBadImages)
    #expect(training.augmentation.count == 1 && training.mirroredLabels == [1, 0])
    #expect(training.unbalancedLabel == 1)
    let validation = options.loaderOptions(for: .val, task: zones)
    #expect(!validation.isShuffled && !validation.balancesClasses && validation.skipsBadImages)
    #expect(validation.augmentation.isEmpty)
  }

  @Test func anAugmentationThatDoesNotSuitIsRefused() {
    var options = DataOptions()
    options.augmentation = [AugmentationItem("flip")]
    let error = #expect(throws: DataError.self) {
      try options.checkAugmentation(
        for: .zones(zones: ["right_sup"], classes: ["0", "?"], unknownClass: 1))
    }
    #expect(
      error.map { "\($0)" }
        == "Data.augmentation: flip needs a left zone for every right one, by name")
    #expect(throws: Never.self) { try options.checkAugmentation(for: dataset.task) }
  }

  @Test func theCacheTakesHalfOfTheMemoryUnlessToldOtherwise() {
    var options = DataOptions()
    let memory = AvailableMemory { $0 == "/proc/meminfo" ? "MemAvailable: 2000 kB\n" : nil }
    #expect(options.cacheLimit(memory) == 1_024_000)
    options.memoryLimitMiB = 5
    #expect(options.cacheLimit(memory) == 5 << 20)
    options.isCached = false
    #expect(options.cacheLimit(memory) == 0)
  }

  @Test func excludedIDsAreInNoSplit() throws {
    var options = DataOptions()
    options.excludedIDs = ["s1"]
    let splits = try options.splits(of: dataset)
    #expect((splits.train + splits.val + splits.test).sorted() == [0, 2, 3, 4, 5])
  }
  @Test func unknownKindsOfDataSetsAreNamed() {
    var options = DataOptions()
    #expect(
      DataFixture.message { _ = try DatasetRegistry.standard.open(options) }
        == "the data set to train on needs dataset: set it in the section [Data]")
    options.dataset = "imagenet"
    #expect(
      DataFixture.message { _ = try DatasetRegistry.standard.open(options) }
        == "Data.dataset: found \"imagenet\", expected one of folder, csv, idx, cifar10")
  }
}
