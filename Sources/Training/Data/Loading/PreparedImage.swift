import Imaging

/// An image on its way into a batch: scaled, perhaps augmented, not yet normalised.
enum PreparedImage: Hashable, Sendable {
  /// Samples as deep as the file has them, which is compact to keep.
  case levels(Image)
  /// Samples from 0 (black) to 1 (white).
  case values(FloatImage)

  /// 1 or 3.
  var channels: Int {
    switch self {
    case .levels(let image): image.channels
    case .values(let image): image.channels
    }
  }

  /// Pixels per row and rows.
  var size: (width: Int, height: Int) {
    switch self {
    case .levels(let image): (image.width, image.height)
    case .values(let image): (image.width, image.height)
    }
  }

  /// The memory that the samples take.
  var byteCount: Int {
    switch self {
    case .levels(let image): image.byteCount
    case .values(let image): image.values.count * MemoryLayout<Float>.stride
    }
  }

  /// The image with samples from 0 to 1.
  var floatImage: FloatImage {
    switch self {
    case .values(let image): return image
    case .levels(let image):
      let maximum = image.maximum
      var result = FloatImage(image)
      result.values = result.values.map { $0 / maximum }
      return result
    }
  }
}
