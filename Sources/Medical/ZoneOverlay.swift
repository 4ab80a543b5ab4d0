import Imaging

/// Draws the zones' boundaries over a radiograph, with the patient's sides marked R and L, for a look at orientation.
public enum ZoneOverlay {
  /// The shorter side of the drawn picture, in pixels.
  private static let size = 384
  private static let color: [UInt8] = [255, 208, 0]
  /// Seven rows of five dots, the leftmost in the highest bit.
  private static let letters: [Character: [UInt8]] = [
    "R": [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
    "L": [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
  ]

  /// The picture with lines and letters, in colour with 8 bits.
  ///
  /// - Parameter image: A radiograph of any size and depth.
  public static func draw(on image: Image) -> Image {
    let scale = Double(size) / Double(min(image.width, image.height))
    let picture = image.converted(toChannels: 3).resized(
      width: max(2, Int(Double(image.width) * scale)),
      height: max(3, Int(Double(image.height) * scale)), interpolation: .bilinear)
    let factor = 255 / picture.maximum
    var canvas = Canvas(
      width: picture.width, height: picture.height,
      pixels: picture.samples.floats.map { UInt8(($0 * factor).rounded()) })
    let grid = ZoneGrid(width: picture.width, height: picture.height)
    for zone in Zone.allCases {
      if zone.row > 0 {
        canvas.fill(columns: grid.columns(of: zone), rows: line(at: grid.rows(of: zone).lowerBound))
      }
      if zone.isLeft {
        canvas.fill(columns: line(at: grid.columns(of: zone).lowerBound), rows: grid.rows(of: zone))
      }
    }
    canvas.write("R", left: 12, top: 12)
    canvas.write("L", left: picture.width - 12 - Canvas.letterWidth, top: 12)
    return Image(width: canvas.width, height: canvas.height, channels: 3, pixels: canvas.pixels)
  }

  /// Two pixels, so that a boundary stays visible in a scaled picture.
  private static func line(at position: Int) -> Range<Int> {
    max(position - 1, 0)..<position + 1
  }

  private struct Canvas {
    static let dot = 4
    static let letterWidth = 5 * dot

    let width: Int
    let height: Int
    var pixels: [UInt8]

    mutating func fill(columns: Range<Int>, rows: Range<Int>) {
      for row in rows.clamped(to: 0..<height) {
        for column in columns.clamped(to: 0..<width) {
          for channel in 0..<3 {
            pixels[(row * width + column) * 3 + channel] = ZoneOverlay.color[channel]
          }
        }
      }
    }

    mutating func write(_ letter: Character, left: Int, top: Int) {
      for (row, bits) in (ZoneOverlay.letters[letter] ?? []).enumerated() {
        for column in 0..<5 where bits & (0b10000 >> column) != 0 {
          let x = left + column * Self.dot
          let y = top + row * Self.dot
          fill(columns: x..<x + Self.dot, rows: y..<y + Self.dot)
        }
      }
    }
  }
}
