import Basics
import Imaging
import TensorCore
import TestSupport
import Testing
import Training

@Suite struct BatchLoaderTests {
  private let pool = StoragePool()
  private let dataset = MemoryDataset(labels: (0..<23).map { $0 % 3 })

  private func store(
    _ dataset: any ImageDataset, size: Int = 4, limit: Int = 1 << 20,
    intensity: Intensity = .fullRange
  ) -> ImageStore {
    ImageStore(
      dataset: dataset,
      preprocessing: PreprocessingOptions(
        size: size, channels: 1, intensity: intensity, normalization: .medical),
      memoryLimit: limit)
  }

  private func options(workers: Int = 2, shuffled: Bool = true) -> LoaderOptions {
    var options = LoaderOptions()
    options.batchSize = 4
    options.isShuffled = shuffled
    options.workers = workers
    return options
  }

  private func batches(
    _ loader: BatchLoader, epoch: Int = 1, from step: Int = 0
  ) throws -> [Batch] {
    let stream = loader.batches(epoch: epoch, from: step)
    var batches: [Batch] = []
    while let batch = try stream.next() { batches.append(batch) }
    return batches
  }

  @Test func imagesLabelsAndIndicesBelongTogether() throws {
    let loader = BatchLoader(
      store: store(dataset), indices: Array(0..<23), options: options(), pool: pool)
    let epoch = try batches(loader)
    #expect(epoch.map(\.count) == [4, 4, 4, 4, 4, 3])
    #expect(epoch.flatMap(\.sampleIndices).sorted() == Array(0..<23))
    for batch in epoch {
      #expect(batch.images.shape == [batch.count, 4, 4, 1])
      #expect(batch.labels == batch.sampleIndices.map { Int32($0 % 3) })
      // A level x becomes (x / 255 - 0.5) / 0.5.
      let expected = batch.sampleIndices.flatMap { index in
        [Float](repeating: (Float(index) / 255 - 0.5) / 0.5, count: 16)
      }
      #expect(batch.images.scalars == expected)
    }
  }

  @Test(arguments: [0, 1, 2, 5])
  func theNumberOfThreadsChangesNothing(workers: Int) throws {
    func epoch(_ workers: Int) throws -> [Batch] {
      var options = options(workers: workers)
      options.augmentation = AugmentationCatalog.standard.transforms(
        for: [AugmentationItem("strong")], hasSides: false)
      return try batches(
        BatchLoader(
          store: store(dataset, size: 8), indices: Array(3..<23), options: options, pool: pool))
    }
    for (batch, reference) in zip(try epoch(workers), try epoch(1)) {
      #expect(batch.sampleIndices == reference.sampleIndices)
      #expect(batch.images.isIdentical(to: reference.images))
    }
  }

  @Test func anEpochContinuesAtAnyStep() throws {
    var options = options()
    options.augmentation = AugmentationCatalog.standard.transforms(
      for: [AugmentationItem("default")], hasSides: false)
    let loader = BatchLoader(
      store: store(dataset), indices: Array(0..<23), options: options, pool: pool)
    let whole = try batches(loader, epoch: 5)
    for step in 0...whole.count {
      let rest = try batches(loader, epoch: 5, from: step)
      #expect(rest.map(\.sampleIndices) == whole[step...].map(\.sampleIndices))
      for (one, other) in zip(rest, whole[step...]) {
        #expect(one.images.isIdentical(to: other.images))
      }
    }
  }

  @Test func augmentationBelongsToEpochAndSample() throws {
    var options = options(shuffled: false)
    options.augmentation = AugmentationCatalog.standard.transforms(
      for: [AugmentationItem("strong")], hasSides: false)
    var textured = dataset
    textured.size = 5
    let loader = BatchLoader(
      store: store(textured), indices: [20, 21, 22], options: options, pool: pool)
    let alone = BatchLoader(
      store: store(textured), indices: [21, 22], options: options, pool: pool)
    let (first, second) = (try batches(loader, epoch: 1)[0], try batches(loader, epoch: 2)[0])
    #expect(!first.images.isIdentical(to: second.images))
    #expect(try batches(alone, epoch: 1)[0].images.scalars == Array(first.images.scalars[16...]))
  }

  /// Mirroring twice is doing nothing: image and labels go together.
  @Test func labelsFollowMirroredImages() throws {
    struct Textured: ImageDataset {
      let task = PredictionTask.zones(
        zones: ["right_sup", "left_sup", "right_inf", "left_inf"],
        classes: ["0", "1", "2", "3", "?"],
        unknownClass: 4)
      let samples = (0..<8).map { Sample(id: "s\($0)", labels: [0, 1, 2, Int32($0 % 4)]) }
      let name = "textured"
      let notices: [String] = []
      let defaultImageSize = 4
      let defaultNormalization = Normalization.simple
      let holdsImages = true
      func image(at index: Int) throws(DataError) -> Image {
        Image(width: 4, height: 4, channels: 1, pixels: (0..<16).map { UInt8($0 * 7 + index) })
      }
    }
    let dataset = Textured()
    #expect(dataset.task.mirroredLabels == [1, 0, 3, 2])
    var options = options(shuffled: false)
    options.batchSize = 8
    options.augmentation = AugmentationCatalog.standard.transforms(
      for: [AugmentationItem("flip")], hasSides: true)
    options.mirroredLabels = dataset.task.mirroredLabels
    let loader = BatchLoader(
      store: store(dataset), indices: Array(0..<8), options: options, pool: pool)
    var flips = 0
    for epoch in 0..<4 {
      let batch = try batches(loader, epoch: epoch)[0]
      let images = batch.images.scalars
      for sample in 0..<8 {
        let row = images[sample * 16..<sample * 16 + 4]
        let isMirrored = row.first! > row.last!
        flips += isMirrored ? 1 : 0
        #expect(batch.geometries[sample].isMirrored == isMirrored)
        let truth = dataset.samples[sample].labels
        let expected = isMirrored ? [truth[1], truth[0], truth[3], truth[2]] : truth
        #expect(Array(batch.labels[sample * 4..<sample * 4 + 4]) == expected)
      }
    }
    #expect((4...28).contains(flips))
  }

  @Test func theBatchOfAWindowEqualsTheStepsOfImaging() throws {
    let folder = TemporaryDirectory()
    let pixels = (0..<60).map { UInt16($0 * 61 + 40) }
    try FileSystem.createDirectory(folder.file("a"))
    for (name, image) in [
      ("a/deep.png", Image(width: 10, height: 6, channels: 1, pixels: pixels)),
      (
        "a/rgb.png",
        Image(width: 5, height: 4, channels: 3, pixels: (0..<60).map { UInt8($0 * 4) })
      ),
    ] {
      try AtomicFile.write(try ImageCodec.encodePNG(image), to: folder.file(name))
    }
    var data = DataOptions()
    data.root = folder.path
    let folderData = try FolderDataset(data)
    for resize in ResizeMode.allCases {
      for intensity in [Intensity.fullRange, .minMax, .percentile(lower: 1, upper: 99)] {
        for channels in [1, 3] {
          let preprocessing = PreprocessingOptions(
            size: 7, resize: resize, channels: channels, intensity: intensity)
          let store = ImageStore(
            dataset: folderData, preprocessing: preprocessing, memoryLimit: 1 << 20)
          let loader = BatchLoader(
            store: store, indices: [0, 1], options: options(shuffled: false), pool: pool)
          let expected = try (0..<2).flatMap {
            preprocessing.process(try folderData.image(at: $0)).values
          }
          // Twice: decoded, and from the cache.
          for _ in 0..<2 { #expect(try batches(loader)[0].images.scalars == expected) }
          #expect(store.cachedByteCount > 0)
        }
      }
    }
  }

  @Test func aBrokenImageIsReportedWhereItsBatchIsDue() throws {
    var dataset = dataset
    dataset.brokenIndices = [9, 10]
    for workers in [0, 1, 4] {
      let loader = BatchLoader(
        store: store(dataset), indices: Array(0..<23),
        options: options(workers: workers, shuffled: false), pool: pool)
      let stream = loader.batches(epoch: 1)
      #expect(try stream.next()?.sampleIndices == [0, 1, 2, 3])
      #expect(try stream.next()?.sampleIndices == [4, 5, 6, 7])
      #expect(
        DataFixture.message { _ = try stream.next() }
          == "9.png: the image file is truncated (test)")
    }
  }

  @Test func aStreamCanBeDroppedAtAnyPoint() throws {
    for taken in 0..<7 {
      let loader = BatchLoader(
        store: store(dataset), indices: Array(0..<23), options: options(workers: 3), pool: pool)
      let stream = loader.batches(epoch: 1)
      for _ in 0..<taken { _ = try stream.next() }
      stream.cancel()
      #expect(try stream.next() == nil)
    }
  }

  @Test func theCacheKeepsWithinItsLimit() throws {
    // Images of 8 x 8 bytes after scaling: three of them fit into 200 bytes.
    let store = store(dataset, size: 8, limit: 200)
    let loader = BatchLoader(
      store: store, indices: Array(0..<23), options: options(), pool: pool)
    let first = try batches(loader)
    #expect(store.cachedByteCount == 192)
    #expect(store.notices.count == 1)
    for (one, other) in zip(first, try batches(loader)) {
      #expect(one.images.isIdentical(to: other.images))
    }
    let none = self.store(dataset, size: 8, limit: 0)
    _ = try batches(
      BatchLoader(store: none, indices: Array(0..<23), options: options(), pool: pool))
    #expect(none.cachedByteCount == 0 && none.notices.isEmpty)
  }

  @Test func aSplitSmallerThanABatchIsOneBatchWithANotice() throws {
    let loader = BatchLoader(
      store: store(dataset), indices: [1, 2, 3], options: options(), pool: pool)
    #expect(loader.notices == ["batch_size 4 is more than the 3 samples: one batch of 3 is used"])
    #expect(try batches(loader).map(\.count) == [3])
    let enough = BatchLoader(
      store: store(dataset), indices: [1, 2, 3, 4], options: options(), pool: pool)
    #expect(enough.notices.isEmpty)
  }

  @Test func warmEpochsTakeNoMemoryFromTheSystem() throws {
    let loader = BatchLoader(
      store: store(dataset), indices: Array(0..<20), options: options(workers: 1), pool: pool)
    func run() throws {
      let stream = loader.batches(epoch: 1)
      while try stream.next() != nil {}
    }
    try run()
    // At most the batches ahead, the one in the reader's hands and the one being made.
    #expect(pool.statistics.systemAllocations <= LoaderOptions().prefetchCount + 2)
  }
}
