/// Which pixels a resize computes and where they go.
///
/// The source is scaled to `scaledWidth` x `scaledHeight`; of that, `columns` x `rows` are kept and
/// placed at (`left`, `top`) of a `width` x `height` picture.
struct ResizePlan: Hashable, Sendable {
  var width: Int
  var height: Int
  var scaledWidth: Int
  var scaledHeight: Int
  var columns: Range<Int>
  var rows: Range<Int>
  var left = 0
  var top = 0

  /// Scales the whole picture to the given sides.
  init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "resize to \(width) x \(height) pixels")
    self.width = width
    self.height = height
    (scaledWidth, scaledHeight) = (width, height)
    (columns, rows) = (0..<width, 0..<height)
  }

  /// Turns a picture of the given sides into a square.
  init(from sourceWidth: Int, _ sourceHeight: Int, toSquare size: Int, mode: ResizeMode) {
    self.init(width: size, height: size)
    let landscape = sourceWidth > sourceHeight
    let (short, long) = landscape ? (sourceHeight, sourceWidth) : (sourceWidth, sourceHeight)
    switch mode {
    case .squash: return
    case .crop:
      let scaled = size * long / short
      let start = Int((Double(scaled - size) / 2).rounded(.toNearestOrEven))
      if landscape {
        scaledWidth = scaled
        columns = start..<start + size
      } else {
        scaledHeight = scaled
        rows = start..<start + size
      }
    case .pad:
      let exact = Double(short) / Double(long) * Double(size)
      let scaled = max(Int(exact.rounded(.toNearestOrEven)), 1)
      let start = Int((Double(size - scaled) * 0.5).rounded(.toNearestOrEven))
      if landscape {
        scaledHeight = scaled
        rows = 0..<scaled
        top = start
      } else {
        scaledWidth = scaled
        columns = 0..<scaled
        left = start
      }
    }
  }

  /// Whether black bars surround the picture.
  var hasBars: Bool { columns.count < width || rows.count < height }

  /// Puts the computed pixels into their place; the rest is 0.
  func placed<Sample: Numeric>(_ content: [Sample], channels: Int) -> [Sample] {
    guard hasBars else { return content }
    var result = [Sample](repeating: 0, count: width * height * channels)
    let rowCount = columns.count * channels
    for y in 0..<rows.count {
      let target = ((top + y) * width + left) * channels
      result.replaceSubrange(
        target..<target + rowCount, with: content[y * rowCount..<(y + 1) * rowCount])
    }
    return result
  }
}
