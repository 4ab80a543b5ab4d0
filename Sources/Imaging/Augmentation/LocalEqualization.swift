import Basics

/// Contrast-limited adaptive histogram equalisation (CLAHE, Zuiderveld 1994) of a part of the pictures.
public struct LocalEqualization: ImageTransform, Hashable {
  /// How many times the mean a level's frequency may be, above 0.
  public var clipLimit: Double
  /// The tiles in each direction, at least 1.
  public var tiles: Int
  /// How often it happens, from 0 to 1.
  public var probability: Double

  /// Creates the transform with OpenCV's customary settings.
  public init(clipLimit: Double = 2, tiles: Int = 8, probability: Double = 0.5) {
    precondition(clipLimit > 0 && tiles > 0, "LocalEqualization: \(clipLimit), \(tiles) tiles")
    precondition((0...1).contains(probability), "LocalEqualization: probability \(probability)")
    self.clipLimit = clipLimit
    self.tiles = tiles
    self.probability = probability
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    guard random.nextBool(probability: probability) else { return }
    image.image = image.image.locallyEqualized(clipLimit: clipLimit, tiles: tiles)
  }
}

extension FloatImage {
  /// CLAHE as OpenCV's, on 8-bit levels; of colour pictures the brightest channel is equalised, and the others follow it.
  ///
  /// - Parameters:
  ///   - clipLimit: How many times the mean a level's frequency within a tile may be, above 0.
  ///   - tiles: The tiles in each direction, at least 1.
  public func locallyEqualized(clipLimit: Double, tiles: Int) -> FloatImage {
    let levels = (0..<width * height).map { pixel in
      level(values[pixel * channels..<(pixel + 1) * channels].max() ?? 0)
    }
    let tables = TileTables(levels, width, height, clipLimit: clipLimit, tiles: tiles)
    var result = values
    for y in 0..<height {
      for x in 0..<width {
        let pixel = y * width + x
        let equalized = tables.equalized(levels[pixel], x: x, y: y)
        if channels == 1 {
          result[pixel] = equalized / 255
        } else if levels[pixel] > 0 {
          let factor = equalized / Float(levels[pixel])
          for c in pixel * channels..<(pixel + 1) * channels {
            result[c] = min(values[c] * factor, 1)
          }
        }
      }
    }
    return withValues(result)
  }
}

/// A table of levels for each tile of a picture.
private struct TileTables {
  private let tiles: Int
  private let tileWidth: Int
  private let tileHeight: Int
  private var tables: [[Float]] = []

  init(_ levels: [UInt8], _ width: Int, _ height: Int, clipLimit: Double, tiles: Int) {
    self.tiles = tiles
    // OpenCV extends the picture to whole tiles, in both directions if one needs it.
    let isWhole = width % tiles == 0 && height % tiles == 0
    tileWidth = isWhole ? width / tiles : (width + tiles - width % tiles) / tiles
    tileHeight = isWhole ? height / tiles : (height + tiles - height % tiles) / tiles
    let area = tileWidth * tileHeight
    let limit = max(Int(clipLimit * Double(area) / 256), 1)
    func reflected(_ place: Int, _ length: Int) -> Int {
      guard length > 1 else { return 0 }
      let phase = place % (2 * length - 2)
      return phase < length ? phase : 2 * length - 2 - phase
    }
    for tileY in 0..<tiles {
      for tileX in 0..<tiles {
        var counts = [Int](repeating: 0, count: 256)
        for y in tileY * tileHeight..<(tileY + 1) * tileHeight {
          let row = reflected(y, height) * width
          for x in tileX * tileWidth..<(tileX + 1) * tileWidth {
            counts[Int(levels[row + reflected(x, width)])] += 1
          }
        }
        Self.clip(&counts, to: limit)
        var sum = 0
        tables.append(
          counts.map { count in
            sum += count
            let level = Float(sum) * (255 / Float(area))
            return min(level.rounded(.toNearestOrEven), 255)
          })
      }
    }
  }

  /// Takes away what exceeds the limit and gives every level its share of it.
  private static func clip(_ counts: inout [Int], to limit: Int) {
    let excess = counts.reduce(0) { $0 + max($1 - limit, 0) }
    let (share, rest) = excess.quotientAndRemainder(dividingBy: 256)
    for level in counts.indices { counts[level] = min(counts[level], limit) + share }
    guard rest > 0 else { return }
    let step = max(256 / rest, 1)
    for level in stride(from: 0, to: 256, by: step).prefix(rest) { counts[level] += 1 }
  }

  /// The level that the four nearest tiles make of one.
  func equalized(_ level: UInt8, x: Int, y: Int) -> Float {
    let (left, right, partX) = neighbours(x, tileWidth)
    let (top, bottom, partY) = neighbours(y, tileHeight)
    func value(_ column: Int, _ row: Int) -> Float { tables[row * tiles + column][Int(level)] }
    let upper = value(left, top) * (1 - partX) + value(right, top) * partX
    let lower = value(left, bottom) * (1 - partX) + value(right, bottom) * partX
    return (upper * (1 - partY) + lower * partY).rounded(.toNearestOrEven)
  }

  private func neighbours(_ place: Int, _ length: Int) -> (Int, Int, Float) {
    let position = Float(place) / Float(length) - 0.5
    let first = Int(position.rounded(.down))
    return (max(first, 0), min(first + 1, tiles - 1), position - Float(first))
  }
}
