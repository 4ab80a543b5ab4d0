import TensorCore

/// For each pixel of one image the groups whose regions it belongs to: regions that differ from image to image, lungs say.
public struct RegionMask: Hashable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The regions of which no pixel was marked: all of the grid's cell belongs to them.
  public let fallbackCount: Int

  /// Row by row: bit g says that the pixel belongs to group g.
  private var bits: [UInt8]

  /// Cuts marked parts of an image into the cells of a grid.
  ///
  /// - Parameters:
  ///   - marks: for each pixel, row by row: bit c says that it may belong to regions of the grid's column c.
  ///   - width: pixels in a row.
  ///   - height: rows.
  ///   - regions: the cells, at most eight.
  public init(marks: [UInt8], width: Int, height: Int, regions: [ImageRegion]) {
    precondition(marks.count == width * height, "\(marks.count) marks of \(width) x \(height)")
    precondition(regions.count <= 8, "\(regions.count) regions, at most 8 have a bit")
    var bits = [UInt8](repeating: 0, count: marks.count)
    var fallbackCount = 0
    for (group, region) in regions.enumerated() {
      let (rows, columns) = (region.rows(ofHeight: height), region.columns(ofWidth: width))
      func fill(_ isMarked: (Int) -> Bool) -> Int {
        var count = 0
        for y in rows {
          for place in y * width + columns.lowerBound..<y * width + columns.upperBound
          where isMarked(place) {
            bits[place] |= 1 << UInt8(group)
            count += 1
          }
        }
        return count
      }
      if fill({ marks[$0] >> UInt8(region.column) & 1 == 1 }) == 0 {
        _ = fill { _ in true }
        fallbackCount += 1
      }
    }
    (self.width, self.height, self.bits) = (width, height, bits)
    self.fallbackCount = fallbackCount
  }

  /// The cells of a grid, whole.
  ///
  /// - Parameters:
  ///   - regions: the cells, at most eight.
  ///   - width: pixels in a row.
  ///   - height: rows.
  public init(cells regions: [ImageRegion], width: Int, height: Int) {
    self.init(
      marks: [UInt8](repeating: .max, count: width * height), width: width, height: height,
      regions: regions)
  }

  /// The regions of a picture of the same size whose pixels come from other places of this one.
  ///
  /// - Parameters:
  ///   - groups: for each group the one whose region it takes; nil: each keeps its own.
  ///   - source: where the pixel (x, y) comes from; outside of the picture nothing belongs to any group.
  /// - Returns: regions that may be empty, where all of one has left the picture.
  public func moved(
    takingPlaceOf groups: [Int]?, from source: (_ x: Int, _ y: Int) -> (x: Double, y: Double)
  ) -> RegionMask {
    let exchanged = (0...UInt8.max).map { old -> UInt8 in
      guard let groups else { return old }
      return groups.enumerated().reduce(0) {
        $0 | (old >> UInt8($1.element) & 1) << UInt8($1.offset)
      }
    }
    var result = self
    let (columns, rows) = (0..<Double(width), 0..<Double(height))
    for y in 0..<height {
      for x in 0..<width {
        let place = source(x, y)
        let isInside = columns.contains(place.x) && rows.contains(place.y)
        result.bits[y * width + x] =
          isInside ? exchanged[Int(bits[Int(place.y) * width + Int(place.x)])] : 0
      }
    }
    return result
  }

  /// Whether a pixel, counted row by row, belongs to a group's region.
  @inline(__always)
  public func contains(_ pixel: Int, of group: Int) -> Bool { bits[pixel] >> UInt8(group) & 1 == 1 }

  /// For each place of a feature map, row by row, its share of a group's region: they add up to 1.
  ///
  /// A pixel counts where its middle lies.
  func weights(of group: Int, over map: Extent) -> [Float] {
    var counts = [Int](repeating: 0, count: map.height * map.width)
    var total = 0
    for y in 0..<height {
      let row = (2 * y + 1) * map.height / (2 * height) * map.width
      for x in 0..<width where contains(y * width + x, of: group) {
        counts[row + (2 * x + 1) * map.width / (2 * width)] += 1
        total += 1
      }
    }
    return counts.map { Float(Double($0) / Double(max(total, 1))) }
  }
}
