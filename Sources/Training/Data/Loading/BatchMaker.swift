import Basics
import Imaging
import Layers
import TensorCore

/// Makes single images and whole batches; the work of the background threads.
struct BatchMaker: Sendable {
  let store: ImageStore
  let augmentation: [any ImageTransform]
  let mirroredLabels: [Int]?
  /// The regions of the model's groups; none: they all see the whole image.
  let regions: [ImageRegion]
  let seed: UInt64
  let pool: StoragePool
  let skipsBadImages: Bool

  /// One image, augmented with the random numbers that belong to (seed, epoch, sample).
  func image(_ sample: Int, epoch: Int) -> Result<BatchImage, DataError> {
    let prepared: PreparedImage
    do throws(DataError) {
      prepared = try store.prepared(sample)
    } catch {
      return .failure(error)
    }
    guard !augmentation.isEmpty else { return .success(.prepared(prepared)) }
    return .success(
      .augmented(
        augmentation.applied(
          to: store.preprocessing.unitImage(prepared),
          random: RandomSource(seed: seed).split("augmentation").split(epoch).split(sample))))
  }

  /// The labels of a sample, exchanged where its image is mirrored.
  private func labels(_ sample: Int, _ image: BatchImage) -> [Int32] {
    let labels = store.samples[sample].labels
    guard let mirroredLabels, let geometry = image.geometry, geometry.isMirrored else {
      return labels
    }
    return mirroredLabels.map { labels[$0] }
  }

  /// The regions of a sample's groups where the image is now, exchanged as its labels are; nil: they are the cells.
  private func mask(_ sample: Int, _ image: BatchImage) throws(DataError) -> RegionMask? {
    let marked = try store.marks.mask(of: sample, over: regions)
    guard let geometry = image.geometry, geometry != .identity else { return marked }
    let size = store.preprocessing.size
    let mask = marked ?? RegionMask(cells: regions, width: size, height: size)
    return mask.following(geometry, mirroredGroups: mirroredLabels)
  }

  /// The batch of the images, or the first failure among them; with `skipsBadImages` the batch of those that are there.
  func outcome(
    of samples: [Int], _ images: [Result<BatchImage, DataError>]
  ) -> Result<Batch, DataError> {
    precondition(images.count == samples.count, "\(images.count) of \(samples.count) images")
    var kept: [(sample: Int, image: BatchImage)] = []
    var failures: [DataError] = []
    for (sample, image) in zip(samples, images) {
      switch image {
      case .success(let image): kept.append((sample, image))
      case .failure(let error):
        guard skipsBadImages else { return .failure(error) }
        failures.append(error)
      }
    }
    var masks: [RegionMask?] = []
    if !regions.isEmpty {
      do throws(DataError) {
        for item in kept { masks.append(try mask(item.sample, item.image)) }
      } catch {
        return .failure(error)
      }
    }
    let writer = store.writer
    let size = store.preprocessing.size
    var tensor = Tensor(
      uninitialized: [kept.count, size, size, store.preprocessing.channels], pool: pool)
    tensor.withMutableElements { elements in
      for (slot, item) in kept.enumerated() {
        let range = slot * writer.count..<(slot + 1) * writer.count
        writer.write(item.image, to: UnsafeMutableBufferPointer(rebasing: elements[range]))
      }
    }
    var batch = Batch(
      images: tensor, labels: kept.flatMap { labels($0.sample, $0.image) },
      targets: kept.flatMap { store.samples[$0.sample].targets },
      sampleIndices: kept.map(\.sample), masks: masks)
    batch.geometries = kept.compactMap(\.image.geometry)
    batch.failures = failures
    return .success(batch)
  }
}
