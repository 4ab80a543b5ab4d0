import Basics
import Imaging
import TensorCore

/// Makes single images and whole batches; the work of the background threads.
struct BatchMaker: Sendable {
  let store: ImageStore
  let augmentation: [any ImageTransform]
  let seed: UInt64
  let pool: StoragePool

  /// One image, augmented with the random numbers that belong to (seed, epoch, sample).
  func image(_ sample: Int, epoch: Int) throws(DataError) -> BatchImage {
    let prepared = try store.prepared(sample)
    guard !augmentation.isEmpty else { return .prepared(prepared) }
    var image = store.preprocessing.unitImage(prepared)
    augmentation.apply(
      to: &image,
      random: RandomSource(seed: seed).split("augmentation").split(epoch).split(sample))
    return .augmented(image)
  }

  /// The batch of images that are complete, or the first failure among them.
  func outcome(
    of samples: [Int], _ images: [BatchImage?], failure: DataError?
  ) -> Result<Batch, DataError> {
    if let failure { return .failure(failure) }
    let images = images.compactMap(\.self)
    precondition(images.count == samples.count, "\(images.count) of \(samples.count) images")
    let writer = store.writer
    let size = store.preprocessing.size
    var tensor = Tensor(
      uninitialized: [images.count, size, size, store.preprocessing.channels], pool: pool)
    tensor.withMutableElements { elements in
      for (slot, image) in images.enumerated() {
        let range = slot * writer.count..<(slot + 1) * writer.count
        writer.write(image, to: UnsafeMutableBufferPointer(rebasing: elements[range]))
      }
    }
    return .success(
      Batch(
        images: tensor, labels: samples.flatMap { store.samples[$0].labels },
        targets: samples.flatMap { store.samples[$0].targets }, sampleIndices: samples))
  }
}
