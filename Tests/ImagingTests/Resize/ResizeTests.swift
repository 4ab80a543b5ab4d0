import Imaging
import TestSupport
import Testing

/// Resizing against values of Pillow 13.0.
///
/// They were computed from the same pattern by
///
///     Image.fromarray(pattern).resize((width, height), Image.BILINEAR)   # or BICUBIC
@Suite("Resizing equals Pillow's")
struct ResizeTests {
  struct Case: Sendable {
    let source: Image
    let width: Int
    let height: Int
    let interpolation: Interpolation
    let expected: [UInt8]
  }

  static let cases = [
    Case(
      source: pattern(7, 5, 1), width: 3, height: 2, interpolation: .bilinear,
      expected: [97, 135, 131, 158, 130, 137]),
    Case(
      source: pattern(7, 5, 1), width: 3, height: 2, interpolation: .bicubic,
      expected: [90, 137, 131, 163, 130, 137]),
    Case(
      source: pattern(5, 4, 3), width: 4, height: 7, interpolation: .bilinear,
      expected: [
        9, 98, 187, 52, 141, 230, 96, 185, 124, 139, 228, 61, 32, 121, 187, 77, 166, 164, 124, 160,
        114, 170, 168, 92, 68, 157, 186, 118, 207, 58, 169, 119, 99, 220, 71, 142, 104, 161, 122,
        159, 120, 81, 140, 101, 137, 142, 103, 192, 139, 151, 61, 191, 32, 121, 102, 93, 171, 63,
        152, 223, 175, 77, 97, 171, 73, 162, 87, 138, 131, 114, 203, 127, 198, 31, 120, 158, 98,
        187, 77, 166, 106, 145, 234, 67,
      ]),
    Case(
      source: pattern(5, 4, 3), width: 4, height: 7, interpolation: .bicubic,
      expected: [
        0, 89, 182, 44, 132, 255, 92, 193, 121, 136, 246, 44, 21, 112, 193, 68, 173, 177, 125, 164,
        110, 176, 173, 79, 62, 153, 201, 115, 228, 42, 176, 113, 97, 233, 56, 146, 97, 176, 121,
        171, 121, 56, 146, 90, 143, 140, 85, 215, 134, 164, 49, 207, 13, 119, 96, 93, 178, 49, 159,
        236, 184, 69, 89, 179, 63, 176, 73, 144, 128, 114, 217, 118, 210, 12, 118, 160, 101, 206,
        62, 175, 95, 159, 247, 46,
      ]),
    Case(
      source: pattern(13, 9, 1), width: 5, height: 9, interpolation: .bilinear,
      expected: [
        39, 124, 142, 64, 149, 108, 170, 91, 177, 107, 159, 92, 150, 89, 119, 168, 130, 108, 113,
        144, 134, 168, 129, 125, 131, 109, 104, 136, 127, 73, 117, 54, 153, 184, 108, 84, 131, 102,
        84, 127, 141, 123, 124, 106, 103,
      ]),
    Case(
      source: pattern(13, 9, 1), width: 5, height: 9, interpolation: .bicubic,
      expected: [
        32, 133, 143, 55, 156, 104, 178, 78, 186, 105, 165, 86, 157, 86, 120, 167, 127, 112, 108,
        146, 134, 174, 118, 125, 137, 108, 102, 143, 127, 71, 120, 44, 160, 192, 100, 82, 130, 110,
        76, 130, 146, 124, 116, 107, 107,
      ]),
  ]

  @Test("8-bit pictures differ by one level at most", arguments: cases)
  func eightBits(_ example: Case) {
    let result = example.source.resized(
      width: example.width, height: example.height, interpolation: example.interpolation)
    let expected = example.expected.map(Float.init)
    #expect(largestDifference(result.samples.floats, expected) <= 1)
  }

  @Test("real numbers agree to 1e-5, as in Pillow's mode F")
  func realNumbers() {
    let source = FloatImage(pattern(7, 5, 1))
    let bilinear: [Float] = [
      96.220_779, 134.818_176, 131.025_986, 157.909_088, 130.433_151, 137.172_073,
    ]
    let bicubic: [Float] = [
      89.362_015, 137.552_368, 131.456_436, 163.001_907, 129.686_691, 136.847_763,
    ]
    let results = Interpolation.allCases.map {
      source.resized(width: 3, height: 2, interpolation: $0).values
    }
    #expect(largestDifference(results[0], bilinear) < 163 * 1e-5)
    #expect(largestDifference(results[1], bicubic) < 163 * 1e-5)
  }

  @Test("16-bit pictures are computed as real numbers and rounded once")
  func sixteenBits() {
    let source = deepPattern(7, 5, 1)
    let exact = FloatImage(source).resized(width: 3, height: 2, interpolation: .bicubic)
    let result = source.resized(width: 3, height: 2, interpolation: .bicubic)
    #expect(result.bits == 16)
    #expect(result.samples.floats == exact.values.map { $0.rounded() })
  }

  @Test("one pixel fills any size", arguments: Interpolation.allCases)
  func onePixel(interpolation: Interpolation) {
    let source = Image(width: 1, height: 1, channels: 3, pixels: [7, 130, 255] as [UInt8])
    let result = source.resized(width: 3, height: 2, interpolation: interpolation)
    let row: [UInt8] = [7, 130, 255, 7, 130, 255, 7, 130, 255]
    #expect(result == Image(width: 3, height: 2, channels: 3, pixels: row + row))
  }

  @Test("the same size changes nothing", arguments: Interpolation.allCases)
  func sameSize(interpolation: Interpolation) {
    let source = pattern(6, 4, 3)
    #expect(source.resized(width: 6, height: 4, interpolation: interpolation) == source)
  }

  @Test("a constant picture stays constant at any size", arguments: [1, 2, 3, 17, 50])
  func constant(size: Int) {
    let source = Image(
      width: 19, height: 23, channels: 1, pixels: [UInt8](repeating: 201, count: 19 * 23))
    for interpolation in Interpolation.allCases {
      let result = source.resized(toSquare: size, interpolation: interpolation)
      #expect(result.samples == .bits8([UInt8](repeating: 201, count: size * size)))
    }
  }

  @Test("crop keeps the middle of the picture whose shorter side became the size")
  func crop() {
    // 11 x 4 to 4: torchvision scales to int(4 * 11 / 4) = 11 columns and cuts 3.5, rounded to 4.
    let source = pattern(11, 4, 1)
    let expected = (0..<4).flatMap { y in
      (4..<8).map { x in UInt8(source.samples.floats[y * 11 + x]) }
    }
    let result = source.resized(toSquare: 4, mode: .crop)
    #expect(result == Image(width: 4, height: 4, channels: 1, pixels: expected))
  }

  @Test("crop equals cutting the middle out of the scaled picture")
  func cropOfScaled() {
    let source = pattern(9, 14, 3)
    let scaled = source.resized(width: 6, height: 9, interpolation: .bicubic).samples.floats
    // (9 - 6) / 2 = 1.5, which Python rounds to 2.
    let expected = Array(scaled[2 * 6 * 3..<8 * 6 * 3])
    let result = source.resized(toSquare: 6, mode: .crop, interpolation: .bicubic)
    #expect(result.samples.floats == expected)
  }

  @Test("pad keeps the whole picture between black bars")
  func pad() {
    let source = Image(
      width: 8, height: 4, channels: 1, pixels: [UInt8](repeating: 90, count: 32))
    let result = source.resized(toSquare: 4, mode: .pad).samples.floats
    #expect(result == [0, 0, 0, 0, 90, 90, 90, 90, 90, 90, 90, 90, 0, 0, 0, 0])
  }

  @Test("a very long picture keeps at least one pixel of its short side")
  func longPicture() {
    let source = Image(
      width: 1, height: 300, channels: 1, pixels: [UInt8](repeating: 50, count: 300))
    let result = source.resized(toSquare: 8, mode: .pad).samples.floats
    #expect(result.filter { $0 == 50 }.count == 8)
    #expect(source.resized(toSquare: 8, mode: .crop).samples.floats.allSatisfy { $0 == 50 })
  }
}
