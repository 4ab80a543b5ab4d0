import Imaging

/// The picture that the reference values of these tests were computed from.
///
/// In Python: `(x*37 + y*61 + c*89 + (x*y)%23*7) % 256` for y, x, c, innermost c.
func pattern(_ width: Int, _ height: Int, _ channels: Int) -> Image {
  var pixels: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<channels {
        pixels.append(UInt8((x * 37 + y * 61 + c * 89 + (x * y) % 23 * 7) % 256))
      }
    }
  }
  return Image(width: width, height: height, channels: channels, pixels: pixels)
}

/// The same pattern with 16 bits: every value times 257, plus its column.
func deepPattern(_ width: Int, _ height: Int, _ channels: Int) -> Image {
  let shallow = pattern(width, height, channels)
  let pixels = shallow.samples.floats.enumerated().map { index, value in
    UInt16(value) * 256 + UInt16(index / channels % width)
  }
  return Image(width: width, height: height, channels: channels, pixels: pixels)
}
