import Basics
import Imaging
import TensorCore

/// Makes single images and whole batches; the work of the background threads.
struct BatchMaker: Sendable {
  let store: ImageStore
  let augmentation: ImageAugmentation?
  let seed: UInt64
  let pool: StoragePool

  /// One image, augmented with the random numbers that belong to (seed, epoch, sample).
  func image(_ sample: Int, epoch: Int) throws(DataError) -> PreparedImage {
    let prepared = try store.prepared(sample)
    guard let augmentation else { return prepared }
    var random = RandomSource(seed: seed).split("augmentation").split(epoch).split(sample)
    return .values(augmentation(prepared.floatImage, &random))
  }

  /// The batch of images that are complete, or the first failure among them.
  func outcome(
    of samples: [Int], _ images: [PreparedImage?], failure: DataError?
  ) -> Result<Batch, DataError> {
    if let failure { return .failure(failure) }
    let images = images.compactMap(\.self)
    guard let size = images.first?.size, images.count == samples.count else {
      preconditionFailure("a batch of \(samples.count) images has \(images.count)")
    }
    let scale = store.scale
    let count = size.width * size.height * scale.channels
    var tensor = Tensor(
      uninitialized: [images.count, size.height, size.width, scale.channels], pool: pool)
    tensor.withMutableElements { elements in
      for (slot, image) in images.enumerated() {
        precondition(image.size == size, "images of different sizes in a batch")
        scale.write(
          image,
          to: UnsafeMutableBufferPointer(rebasing: elements[slot * count..<(slot + 1) * count]))
      }
    }
    let truths = samples.map { store.dataset.samples[$0] }
    return .success(
      Batch(
        images: tensor, labels: truths.flatMap(\.labels), targets: truths.flatMap(\.targets),
        sampleIndices: samples))
  }
}
