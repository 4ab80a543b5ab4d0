import Basics
import Imaging
import Testing

/// A PNG file of any legal kind, written by the book (W3C PNG, third edition) to test the reader.
struct PNGVariant: Sendable, CustomTestStringConvertible {
  var width = 11
  var height = 9
  /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
  var colorType: Int
  /// 1, 2, 4, 8 or 16 bits per sample.
  var depth: Int
  var interlaced = false
  var hasTransparency = false

  /// Every legal pair of colour type and depth, plain and interlaced, with a tRNS chunk where one
  /// may be.
  static let all: [PNGVariant] = {
    let depths = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]]
    var list: [PNGVariant] = []
    for (type, depths) in depths.sorted(by: { $0.key < $1.key }) {
      for depth in depths {
        for interlaced in [false, true] {
          let plain = PNGVariant(colorType: type, depth: depth, interlaced: interlaced)
          list.append(plain)
          guard type < 4 else { continue }
          var keyed = plain
          keyed.hasTransparency = true
          list.append(keyed)
        }
      }
    }
    return list
  }()

  var testDescription: String {
    "type \(colorType), \(depth) bits\(interlaced ? ", interlaced" : "")"
      + (hasTransparency ? ", tRNS" : "")
  }

  private var samplesPerPixel: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colorType] ?? 0 }
  private var paletteSize: Int { min(1 << depth, 200) }

  /// The value stored for a sample.
  func stored(_ x: Int, _ y: Int, _ c: Int) -> Int {
    let value = x * 5021 + y * 7919 + c * 30_011 + x * y * 613
    return value % (colorType == 3 ? paletteSize : 1 << depth)
  }

  private func paletteColor(_ index: Int) -> [UInt8] {
    [UInt8(index * 7 % 256), UInt8(255 - index), UInt8(index * 31 % 256)]
  }

  /// What the file must decode to.
  var expected: Image {
    let channels = colorType == 0 || colorType == 4 ? 1 : 3
    var values: [Int] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels {
          if colorType == 3 {
            values.append(Int(paletteColor(stored(x, y, 0))[c]))
          } else {
            // Stretched to 8 bits; 16 stay 16.
            values.append(stored(x, y, c) * (depth < 8 ? 255 / ((1 << depth) - 1) : 1))
          }
        }
      }
    }
    return depth == 16
      ? Image(width: width, height: height, channels: channels, pixels: values.map(UInt16.init))
      : Image(width: width, height: height, channels: channels, pixels: values.map(UInt8.init))
  }

  /// The file, chunk by chunk.
  var chunks: [PNGChunk] {
    let header =
      bigEndian(UInt32(width)) + bigEndian(UInt32(height))
      + [UInt8(depth), UInt8(colorType), 0, 0, interlaced ? 1 : 0]
    var chunks = [PNGChunk("IHDR", header)]
    if colorType == 3 { chunks.append(PNGChunk("PLTE", (0..<paletteSize).flatMap(paletteColor))) }
    if hasTransparency {
      let lengths = [0: 2, 2: 6, 3: paletteSize]
      chunks.append(PNGChunk("tRNS", [UInt8](repeating: 0, count: lengths[colorType] ?? 0)))
    }
    chunks.append(PNGChunk("IDAT", Deflate.pack(filtered, format: .zlib)))
    chunks.append(PNGChunk("IEND"))
    return chunks
  }

  var file: [UInt8] { PNGChunk.file(chunks) }

  /// The rows of all passes, with filter type 0 in front of each.
  private var filtered: [UInt8] {
    // First column, first row, and steps of the seven passes of Adam7.
    let adam7 = [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
      (0, 1, 1, 2),
    ]
    var bytes: [UInt8] = []
    for (left, top, stepX, stepY) in interlaced ? adam7 : [(0, 0, 1, 1)] {
      let columns = Array(stride(from: left, to: width, by: stepX))
      guard !columns.isEmpty else { continue }
      for y in stride(from: top, to: height, by: stepY) {
        bytes.append(0)
        bytes += packed(row: y, columns)
      }
    }
    return bytes
  }

  /// One row: samples packed from the most significant bit on, padded to a whole byte.
  private func packed(row y: Int, _ columns: [Int]) -> [UInt8] {
    var bits: [UInt8] = []
    for x in columns {
      for c in 0..<samplesPerPixel {
        let value = stored(x, y, c)
        bits += (0..<depth).reversed().map { UInt8(value >> $0 & 1) }
      }
    }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
    }
  }
}
