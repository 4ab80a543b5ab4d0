import TensorCore

/// Where in an image something lies, as numbers over a coarse grid.
public struct HeatMap: Hashable, Sendable {
  /// Places in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The numbers, row by row, none below 0.
  public let values: [Float]

  /// Creates a map.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height, "\(values.count) values of \(width) x \(height)")
    self.width = width
    self.height = height
    self.values = values
  }

  /// The largest number; 0 when nothing was found.
  public var peak: Float { values.max() ?? 0 }

  /// The map with 1 as its largest number; all 0 when nothing was found.
  public var normalized: HeatMap {
    let peak = peak
    guard peak > 0 else { return self }
    return HeatMap(width: width, height: height, values: values.map { $0 / peak })
  }

  /// The mean of maps of the same grid, each scaled to a peak of 1; nil without maps.
  public init?(meanOf maps: [HeatMap]) {
    guard let first = maps.first else { return nil }
    var sum = [Float](repeating: 0, count: first.values.count)
    for map in maps {
      for (place, value) in map.normalized.values.enumerated() {
        sum[place] += value / Float(maps.count)
      }
    }
    self.init(width: first.width, height: first.height, values: sum)
  }

  /// The number at a place of the image, bilinear between the middles of the grid's cells.
  ///
  /// - Parameters:
  ///   - x: from 0, the left edge, to 1, the right edge.
  ///   - y: from 0, the upper edge, to 1, the lower edge.
  public func value(x: Double, y: Double) -> Float {
    let column = min(max(x * Double(width) - 0.5, 0), Double(width - 1))
    let row = min(max(y * Double(height) - 0.5, 0), Double(height - 1))
    let (left, top) = (Int(column), Int(row))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    let (partX, partY) = (Float(column - Double(left)), Float(row - Double(top)))
    let upper = values[top * width + left] * (1 - partX) + values[top * width + right] * partX
    let lower =
      values[bottom * width + left] * (1 - partX) + values[bottom * width + right] * partX
    return upper * (1 - partY) + lower * partY
  }

  /// The share of the map that lies in a region, from 0 to 1; nil when nothing was found.
  public func share(in region: ImageRegion) -> Double? {
    let total = values.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return nil }
    // The region's weights add up to 1 over its cells' areas: times its area in cells they are the parts inside.
    let cells = Double(width * height) / Double(region.rowCount * region.columnCount)
    let weights = region.weights(over: Extent(height: height, width: width))
    let inside = zip(values, weights).reduce(0.0) { $0 + Double($1.0) * Double($1.1) * cells }
    return min(inside / total, 1)
  }
}
