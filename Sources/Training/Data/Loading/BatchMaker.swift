import Basics
import Imaging
import TensorCore

/// Makes single images and whole batches; the work of the background threads.
struct BatchMaker: Sendable {
  let store: ImageStore
  let augmentation: [any ImageTransform]
  let mirroredLabels: [Int]?
  let seed: UInt64
  let pool: StoragePool

  /// One image, augmented with the random numbers that belong to (seed, epoch, sample).
  func image(_ sample: Int, epoch: Int) throws(DataError) -> BatchImage {
    let prepared = try store.prepared(sample)
    guard !augmentation.isEmpty else { return .prepared(prepared) }
    return .augmented(
      augmentation.applied(
        to: store.preprocessing.unitImage(prepared),
        random: RandomSource(seed: seed).split("augmentation").split(epoch).split(sample)))
  }

  /// The labels of a sample, exchanged where its image is mirrored.
  private func labels(_ sample: Int, _ image: BatchImage) -> [Int32] {
    let labels = store.samples[sample].labels
    guard let mirroredLabels, let geometry = image.geometry, geometry.isMirrored else {
      return labels
    }
    return mirroredLabels.map { labels[$0] }
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
    var batch = Batch(
      images: tensor, labels: zip(samples, images).flatMap(labels),
      targets: samples.flatMap { store.samples[$0].targets }, sampleIndices: samples)
    batch.geometries = images.compactMap(\.geometry)
    return .success(batch)
  }
}
