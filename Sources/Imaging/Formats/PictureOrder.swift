/// How stored pixels are put in order, so that a radiograph looks as it is read: upright, the patient's right on the
/// left.
struct PictureOrder: Hashable, Sendable {
  /// Whether the axis that is stored first, the fastest one, runs down the picture.
  var isTransposed = false
  /// Whether columns run against the stored axis.
  var reversesColumns = false
  /// Whether rows run against the stored axis.
  var reversesRows = false

  /// The width and the height of the picture.
  func size(of first: Int, _ second: Int) -> (width: Int, height: Int) {
    isTransposed ? (second, first) : (first, second)
  }

  /// The pixels row by row from the top.
  ///
  /// - Parameters:
  ///   - values: `first` x `second` x `channels` numbers, the first axis faster than the second.
  ///   - first: the length of the axis that is stored first.
  ///   - second: the length of the other.
  ///   - channels: the numbers of a pixel, side by side.
  func arranged(
    _ values: [Double], first: Int, second: Int, channels: Int
  ) -> [Double] {
    if self == PictureOrder() { return values }
    let (width, height) = size(of: first, second)
    let (across, down) = isTransposed ? (first, 1) : (1, first)
    return [Double](unsafeUninitializedCapacity: values.count) { target, count in
      values.withUnsafeBufferPointer { source in
        var next = 0
        for y in 0..<height {
          let row = (reversesRows ? height - 1 - y : y) * down
          for x in 0..<width {
            let place = row + (reversesColumns ? width - 1 - x : x) * across
            for channel in 0..<channels {
              target[next] = source[place * channels + channel]
              next += 1
            }
          }
        }
      }
      count = values.count
    }
  }
}
