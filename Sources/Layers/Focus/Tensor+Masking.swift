import TensorCore

extension Tensor {
  /// For each image (batch, height, width, channels) one copy per region, in which all other pixels hold `fill`.
  ///
  /// - Returns: (batch x regions, height, width, channels), the copies of an image one after the other.
  func masked(by regions: [ImageRegion], fill: [Float], pool: StoragePool) -> Tensor {
    let (images, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
    precondition(
      fill.count == channels || fill.count == 1,
      "masking: \(fill.count) values to fill \(channels) channels")
    var copies = Tensor(
      uninitialized: [images * regions.count, height, width, channels], pool: pool)
    let emptyRow = (0..<width * channels).map { fill[$0 % fill.count] }
    let row = width * channels
    withElements { source in
      copies.withMutableElements { target in
        for image in 0..<images {
          for (number, region) in regions.enumerated() {
            let rows = region.rows(ofHeight: height)
            let columns = region.columns(ofWidth: width)
            let span = columns.lowerBound * channels..<columns.upperBound * channels
            for y in 0..<height {
              let place = ((image * regions.count + number) * height + y) * row
              _ = target[place..<place + row].update(fromContentsOf: emptyRow)
              guard rows.contains(y) else { continue }
              let start = (image * height + y) * row
              _ = target[place + span.lowerBound..<place + span.upperBound].update(
                fromContentsOf: source[start + span.lowerBound..<start + span.upperBound])
            }
          }
        }
      }
    }
    return copies
  }
}
