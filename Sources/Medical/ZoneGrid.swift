import Imaging

/// Where the six zones lie in a radiograph: thirds of its height, halves of its width.
///
/// Boundaries are floor(H / 3), floor(2 H / 3) and floor(W / 2), as in CSI-Predictor. The patient's right lung lies on the
/// left of the picture.
public struct ZoneGrid: Hashable, Sendable {
  /// The picture's width in pixels, at least 2.
  public let width: Int
  /// The picture's height in pixels, at least 3.
  public let height: Int

  /// Creates the grid of a picture.
  public init(width: Int, height: Int) {
    precondition(width >= 2 && height >= 3, "zones of a picture of \(width) x \(height)")
    self.width = width
    self.height = height
  }

  /// The columns of a zone.
  public func columns(of zone: Zone) -> Range<Int> {
    zone.isLeft ? width / 2..<width : 0..<width / 2
  }

  /// The rows of a zone.
  public func rows(of zone: Zone) -> Range<Int> {
    zone.row * height / 3..<(zone.row + 1) * height / 3
  }
}
