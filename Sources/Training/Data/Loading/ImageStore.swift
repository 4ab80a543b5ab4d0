import Basics
import Imaging

/// The prepared images of a data set, kept in memory as far as the budget goes.
///
/// Everything that does not change from epoch to epoch (decoding, scaling, finding the intensity
/// window) is done once per image. What is kept has the depth of the file: a byte per sample of most.
public final class ImageStore: Sendable {
  private struct Cache: Sendable {
    var images: [PreparedImage?]
    var byteCount = 0
    var isFull = false
  }

  /// The data set whose images these are.
  public let dataset: any ImageDataset
  /// How images become inputs of the network.
  public let preprocessing: PreprocessingOptions
  /// The most bytes that kept images take; 0 keeps none.
  public let memoryLimit: Int

  /// Images that another process has prepared for this one; nil: there are none.
  public let shared: SharedImages?

  let samples: [Sample]
  let writer: PixelWriter
  let marks: MarkStore
  /// Whether preparing an image costs next to nothing, so that keeping it would not pay.
  let isInstant: Bool
  private let cache: Monitor<Cache>

  /// Creates a store that holds nothing yet.
  ///
  /// - Parameters:
  ///   - dataset: where images come from.
  ///   - preprocessing: what happens to them; its normalisation fits its channels.
  ///   - memoryLimit: the most bytes that kept images take; 0 keeps none.
  ///   - shared: images that are prepared already.
  public init(
    dataset: any ImageDataset, preprocessing: PreprocessingOptions, memoryLimit: Int,
    shared: SharedImages? = nil
  ) {
    self.shared = shared
    self.dataset = dataset
    self.preprocessing = preprocessing
    self.memoryLimit = memoryLimit
    samples = dataset.samples
    writer = PixelWriter(preprocessing)
    marks = MarkStore(dataset: dataset, preprocessing: preprocessing)
    isInstant = ImageStore.isInstant(dataset, preprocessing)
    cache = Monitor(Cache(images: Array(repeating: nil, count: samples.count)))
  }

  /// The bytes that kept images take now.
  public var cachedByteCount: Int { cache.update { $0.byteCount } }

  /// Remarks for people, one line each; complete after the first epoch.
  public var notices: [String] {
    guard cache.update({ $0.isFull }) else { return marks.notices }
    return marks.notices + [
      "the images need more than the \(memoryLimit >> 20) MiB of Data.memory_limit: "
        + "those beyond it are decoded again each epoch"
    ]
  }

  /// One image as it is before augmentation and normalisation, with values from 0 to 1.
  public func unitImage(of sample: Int) throws(DataError) -> FloatImage {
    preprocessing.unitImage(try prepared(sample))
  }

  /// One image, decoded and scaled.
  func prepared(_ index: Int) throws(DataError) -> PreparedImage {
    if let image = shared?.image(at: index) { return image }
    let isKept = memoryLimit > 0 && !isInstant
    if isKept, let image = cache.update({ $0.images[index] }) { return image }
    let image = preprocessing.prepare(try dataset.image(at: index))
    if isKept { keep(image, at: index) }
    return image
  }

  /// Prepares a decoded image ahead of its use, if there is room for it.
  func keep(_ image: Image, at index: Int) {
    guard memoryLimit > 0, !isInstant, cache.update({ $0.images[index] == nil && !$0.isFull })
    else { return }
    keep(preprocessing.prepare(image), at: index)
  }

  private func keep(_ image: PreparedImage, at index: Int) {
    cache.update { cache in
      guard cache.images[index] == nil else { return }
      guard cache.byteCount + image.byteCount <= memoryLimit else {
        cache.isFull = true
        return
      }
      cache.images[index] = image
      cache.byteCount += image.byteCount
    }
  }

  private static func isInstant(
    _ dataset: any ImageDataset, _ preprocessing: PreprocessingOptions
  ) -> Bool {
    guard dataset.holdsImages, preprocessing.intensity == .fullRange, !dataset.samples.isEmpty,
      let image = try? dataset.image(at: 0)
    else { return false }
    return image.width == preprocessing.size && image.height == preprocessing.size
  }
}
