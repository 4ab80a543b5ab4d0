import Imaging
import Reporting
import TensorCore
import Training

extension Experiment {
  /// Training images of the first epoch as the network sees them, without its normalisation.
  ///
  /// - Parameter count: How many; fewer where there are no more.
  func augmentedPictures(count: Int) throws -> [TensorBoardReporter.Picture] {
    guard count > 0, let loader = loader(of: .train) else { return [] }
    let options = store.preprocessing
    guard let numbers = options.normalization.constants(channels: options.channels) else {
      return []
    }
    var pictures: [TensorBoardReporter.Picture] = []
    let stream = loader.batches(epoch: 0)
    while pictures.count < count, let batch = try stream.next() {
      let scalars = batch.images.scalars
      let size = options.size * options.size * options.channels
      for index in 0..<min(batch.count, count - pictures.count) {
        let pixels = scalars[index * size..<(index + 1) * size].enumerated().map { place, value in
          let channel = place % options.channels
          let level = value * numbers.standardDeviation[channel] + numbers.mean[channel]
          return UInt8(min(max((level * 255).rounded(), 0), 255))
        }
        let image = Image(
          width: options.size, height: options.size, channels: options.channels, pixels: pixels)
        pictures.append(
          TensorBoardReporter.Picture(
            tag: "augmented/\(pictures.count + 1)", png: try ImageCodec.encodePNG(image),
            width: options.size, height: options.size))
      }
    }
    return pictures
  }
}
