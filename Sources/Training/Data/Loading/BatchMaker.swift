import Basics
import Imaging
import TensorCore

/// Makes single images and whole batches; the work of the background threads.
struct BatchMaker: Sendable {
  let store: ImageStore
  let augmentation: [any ImageTransform]
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
    var image = store.preprocessing.unitImage(prepared)
    augmentation.apply(
      to: &image,
      random: RandomSource(seed: seed).split("augmentation").split(epoch).split(sample))
    return .success(.augmented(image))
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
      images: tensor, labels: kept.flatMap { store.samples[$0.sample].labels },
      targets: kept.flatMap { store.samples[$0.sample].targets },
      sampleIndices: kept.map(\.sample))
    batch.failures = failures
    return .success(batch)
  }
}
