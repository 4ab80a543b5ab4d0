import Imaging

/// A picture that shapes are painted on, anti-aliased, in pixels from the upper left corner.
///
/// Strokes are covered by their distance to the line (one pixel of ramp), polygons by exact areas along rows.
struct Canvas {
  let width: Int
  let height: Int
  private var pixels: [UInt8]
  /// How much of each pixel the shape at hand covers, row by row of its range; all 0 between shapes.
  ///
  /// As large as the largest shape, not as the canvas: most are letters, which stay in the cache.
  private var coverage: [Float] = []
  /// What of the canvas may be painted on.
  var clip: Box

  init(width: Int, height: Int, background: Color) {
    self.width = width
    self.height = height
    pixels = [UInt8](repeating: background.red, count: width * height * 3)
    if background.red != background.green || background.red != background.blue {
      for i in 0..<width * height {
        pixels[3 * i + 1] = background.green
        pixels[3 * i + 2] = background.blue
      }
    }
    clip = Box(left: 0, top: 0, width: Double(width), height: Double(height))
  }

  /// The picture so far.
  var image: Image { Image(width: width, height: height, channels: 3, pixels: pixels) }

  // MARK: Shapes

  /// Paints lines of one thickness as one shape: where they cross, nothing is darker.
  mutating func stroke(_ lines: [[Point]], width thickness: Double, _ color: Color, opacity: Double)
  {
    // Thinner than a pixel: a pixel wide and paler.
    let radius = max(thickness, 1) / 2
    guard let range = pixelRange(of: Box(around: lines.joined()), margin: radius + 1) else {
      return
    }
    reserve(range)
    for line in lines {
      if line.count == 1 { cover(from: line[0], to: line[0], radius: radius, in: range) }
      for index in line.indices.dropFirst() {
        cover(from: line[index - 1], to: line[index], radius: radius, in: range)
      }
    }
    paint(range, color, opacity: opacity * min(1, thickness))
  }

  /// Paints a filled circle.
  mutating func disc(_ center: Point, radius: Double, _ color: Color, opacity: Double) {
    guard let range = pixelRange(of: Box(around: [center]), margin: radius + 1) else { return }
    reserve(range)
    cover(from: center, to: center, radius: radius, in: range)
    paint(range, color, opacity: opacity)
  }

  /// Paints an upright rectangle with partly covered pixels at its edges.
  mutating func rectangle(_ box: Box, _ color: Color, opacity: Double) {
    guard let range = pixelRange(of: box, margin: 0) else { return }
    reserve(range)
    for y in range.rows {
      let row = range.start(of: y)
      let vertical = min(box.bottom, Double(y + 1)) - max(box.top, Double(y))
      for x in range.columns {
        let horizontal = min(box.right, Double(x + 1)) - max(box.left, Double(x))
        coverage[row + x] = Float(max(0, vertical) * max(0, horizontal))
      }
    }
    paint(range, color, opacity: opacity)
  }

  /// Paints a filled polygon, by the areas that its edges leave to their right in each row.
  mutating func polygon(_ points: [Point], _ color: Color, opacity: Double) {
    guard points.count > 2, let range = pixelRange(of: Box(around: points), margin: 0) else {
      return
    }
    reserve(range)
    var sums = [Float](repeating: 0, count: range.columns.count + 2)
    for y in range.rows {
      for index in sums.indices { sums[index] = 0 }
      for index in points.indices {
        let end = points[index + 1 == points.count ? 0 : index + 1]
        accumulate(points[index], end, row: y, firstColumn: range.columns.lowerBound, into: &sums)
      }
      let row = range.start(of: y)
      var sum: Float = 0
      for (index, x) in range.columns.enumerated() {
        sum += sums[index]
        coverage[row + x] = min(1, abs(sum))
      }
    }
    paint(range, color, opacity: opacity)
  }

  /// Paints a picture of exactly the size of its place; parts outside the clip are left out.
  mutating func picture(_ picture: Image, left: Int, top: Int) {
    let source = picture.converted(toChannels: 3)
    let factor = 255 / source.maximum
    let values = source.samples.floats
    for row in 0..<source.height where allows(row: top + row) {
      for column in 0..<source.width where allows(column: left + column) {
        for channel in 0..<3 {
          pixels[((top + row) * width + left + column) * 3 + channel] = UInt8(
            (values[(row * source.width + column) * 3 + channel] * factor).rounded())
        }
      }
    }
  }

  // MARK: Coverage

  private struct PixelRange {
    var columns: Range<Int>
    var rows: Range<Int>

    /// What is added to a column for the place of its pixel in a row of the range.
    func start(of row: Int) -> Int {
      (row - rows.lowerBound) * columns.count - columns.lowerBound
    }
  }

  /// Makes room for how much of a range is covered.
  private mutating func reserve(_ range: PixelRange) {
    let missing = range.columns.count * range.rows.count - coverage.count
    if missing > 0 { coverage += repeatElement(0, count: missing) }
  }

  private func allows(row: Int) -> Bool {
    row >= 0 && row < height && Double(row) + 0.5 > clip.top && Double(row) + 0.5 < clip.bottom
  }

  private func allows(column: Int) -> Bool {
    column >= 0 && column < width && Double(column) + 0.5 > clip.left
      && Double(column) + 0.5 < clip.right
  }

  /// The pixels that a rectangle touches, within the clip; nil when there are none.
  private func pixelRange(of box: Box, margin: Double) -> PixelRange? {
    let left = max(box.left - margin, clip.left.rounded(), 0)
    let top = max(box.top - margin, clip.top.rounded(), 0)
    let right = min(box.right + margin, clip.right.rounded(), Double(width))
    let bottom = min(box.bottom + margin, clip.bottom.rounded(), Double(height))
    guard left < right, top < bottom else { return nil }
    return PixelRange(
      columns: Int(left)..<Int(right.rounded(.up)), rows: Int(top)..<Int(bottom.rounded(.up)))
  }

  /// Covers the pixels near a line, within a range that has room.
  private mutating func cover(
    from start: Point, to end: Point, radius: Double, in range: PixelRange
  ) {
    guard let near = pixelRange(of: Box(around: [start, end]), margin: radius + 1) else { return }
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let square = dx * dx + dy * dy
    let reach = radius + 0.5
    // Along a row, the line is not further away than this to the left and right.
    let side = dy == 0 ? .infinity : reach * square.squareRoot() / abs(dy) + 1
    for y in near.rows {
      let py = Double(y) + 0.5 - start.y
      var columns = near.columns
      if side < Double(columns.count) {
        let middle = start.x + py / dy * dx
        let left = max(Double(columns.lowerBound), (middle - side).rounded(.down))
        let right = min(Double(columns.upperBound), (middle + side).rounded(.up))
        guard left < right else { continue }
        columns = Int(left)..<Int(right)
      }
      let row = range.start(of: y)
      for x in columns {
        let px = Double(x) + 0.5 - start.x
        let along = square > 0 ? max(0, min(1, (px * dx + py * dy) / square)) : 0
        let (ex, ey) = (px - along * dx, py - along * dy)
        let distance = ex * ex + ey * ey
        if distance < reach * reach {
          let share = Float(min(1, reach - distance.squareRoot()))
          if share > coverage[row + x] { coverage[row + x] = share }
        }
      }
    }
  }

  /// Adds the area to the right of an edge to the running sums of a row of pixels.
  private func accumulate(
    _ start: Point, _ end: Point, row: Int, firstColumn: Int, into sums: inout [Float]
  ) {
    guard start.y != end.y else { return }
    let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
    let (top, bottom) = (max(upper.y, Double(row)), min(lower.y, Double(row + 1)))
    guard top < bottom else { return }
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    let direction = start.y < end.y ? 1.0 : -1.0
    let limit = Double(sums.count - 2)
    let shift = Double(firstColumn)
    let x0 = max(0, min(limit, upper.x + (top - upper.y) * slope - shift))
    let x1 = max(0, min(limit, upper.x + (bottom - upper.y) * slope - shift))
    let (left, right) = (min(x0, x1), max(x0, x1))
    let height = (bottom - top) * direction
    if Int(left) == Int(right) || right - left < 1e-9 {
      let column = Int(left)
      let share = 1 - ((left + right) / 2 - Double(column))
      sums[column] += Float(height * share)
      sums[column + 1] += Float(height * (1 - share))
      return
    }
    let perUnit = height / (right - left)
    var x = left
    while x < right {
      let column = Int(x)
      let next = min(Double(column + 1), right)
      let part = perUnit * (next - x)
      let share = 1 - ((x + next) / 2 - Double(column))
      sums[column] += Float(part * share)
      sums[column + 1] += Float(part * (1 - share))
      x = next
    }
  }

  /// Lays a colour over the covered pixels and clears their coverage.
  private mutating func paint(_ range: PixelRange, _ color: Color, opacity: Double) {
    let opacity = Float(max(0, min(1, opacity)))
    let parts = (Float(color.red), Float(color.green), Float(color.blue))
    for y in range.rows {
      let row = range.start(of: y)
      for x in range.columns {
        let covered = coverage[row + x]
        guard covered > 0 else { continue }
        coverage[row + x] = 0
        let share = covered * opacity
        let index = y * width + x
        func mix(_ old: UInt8, _ new: Float) -> UInt8 {
          // Never negative: cutting off after adding a half rounds.
          UInt8(Float(old) + (new - Float(old)) * share + 0.5)
        }
        pixels[3 * index] = mix(pixels[3 * index], parts.0)
        pixels[3 * index + 1] = mix(pixels[3 * index + 1], parts.1)
        pixels[3 * index + 2] = mix(pixels[3 * index + 2], parts.2)
      }
    }
  }
}
