import Basics
import Imaging

/// The prepared images of a data set, kept in memory as far as the budget goes.
///
/// Everything that does not change from epoch to epoch (decoding, scaling) is done once per image.
public final class ImageStore: Sendable {
  private struct Cache {
    var images: [PreparedImage?]
    var byteCount = 0
  }

  /// The data set whose images these are.
  public let dataset: any ImageDataset
  let preparation: ImagePreparation
  let scale: PixelScale
  private let cache: Monitor<Cache>
  /// The most bytes that kept images take; 0 keeps none.
  public let memoryLimit: Int

  /// Creates a store that holds nothing yet.
  ///
  /// - Parameters:
  ///   - dataset: where images come from.
  ///   - preparation: what happens to them once.
  ///   - memoryLimit: the most bytes that kept images take; 0 keeps none.
  public init(dataset: any ImageDataset, preparation: ImagePreparation, memoryLimit: Int) {
    self.dataset = dataset
    self.preparation = preparation
    self.memoryLimit = memoryLimit
    scale = PixelScale(mean: preparation.mean, deviation: preparation.deviation)
    cache = Monitor(Cache(images: Array(repeating: nil, count: dataset.samples.count)))
  }

  /// The bytes that kept images take now.
  public var cachedByteCount: Int { cache.update { $0.byteCount } }

  /// Whether images cost next to nothing, so that threads do best with whole batches.
  var isInstant: Bool {
    guard dataset.holdsImages, !dataset.samples.isEmpty,
      let first = try? dataset.image(at: 0)
    else { return false }
    return preparation.keeps(first)
  }

  /// One image, prepared.
  func prepared(_ index: Int) throws(DataError) -> PreparedImage {
    if memoryLimit > 0, let image = cache.update({ $0.images[index] }) { return image }
    let decoded = try dataset.image(at: index)
    let image = preparation.prepare(decoded)
    // What the data set holds as it is needed would only be held twice.
    guard memoryLimit > 0, !(dataset.holdsImages && preparation.keeps(decoded)) else {
      return image
    }
    cache.update { cache in
      guard cache.images[index] == nil, cache.byteCount + image.byteCount <= self.memoryLimit
      else { return }
      cache.images[index] = image
      cache.byteCount += image.byteCount
    }
    return image
  }
}
