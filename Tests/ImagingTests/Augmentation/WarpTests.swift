import Imaging
import TestSupport
import Testing

@Suite("Affine warps")
struct WarpTests {
  let image = FloatImage(
    width: 3, height: 3, channels: 1, values: [1, 2, 3, 4, 5, 6, 7, 8, 9])

  func map(degrees: Double = 0, scale: Double = 1, x: Double = 0, y: Double = 0) -> AffineMap {
    .inverse(degrees: degrees, scale: scale, shift: (x, y), width: 3, height: 3)
  }

  @Test("90 degrees turn counter-clockwise, as numpy.rot90")
  func quarterTurn() {
    let result = image.warped(by: map(degrees: 90), border: .constant(0))
    #expect(largestDifference(result.values, [3, 6, 9, 2, 5, 8, 1, 4, 7]) < 1e-5)
  }

  @Test("a shift moves right and down and uncovers the border")
  func shift() {
    let result = image.warped(by: map(x: 1, y: 0), border: .constant(-1))
    #expect(result.values == [-1, 1, 2, -1, 4, 5, -1, 7, 8])
    let down = image.warped(by: map(x: 0, y: 1), border: .reflect)
    #expect(down.values == [4, 5, 6, 1, 2, 3, 4, 5, 6])
  }

  @Test("half a pixel is the mean of two neighbours")
  func halfPixel() {
    let result = image.warped(by: map(x: -0.5, y: 0), border: .reflect)
    #expect(result.values == [1.5, 2.5, 2.5, 4.5, 5.5, 5.5, 7.5, 8.5, 8.5])
  }

  @Test("scale 2 shows the middle twice as large")
  func scale() {
    let result = image.warped(by: map(scale: 2), border: .constant(0))
    #expect(result.values == [3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7])
  }

  @Test("channels stay apart, and far outside is still defined")
  func channels() {
    let colour = FloatImage(width: 2, height: 1, channels: 3, values: [1, 2, 3, 4, 5, 6])
    let far = AffineMap(1, 0, -1e12, 0, 1, 7)
    let result = colour.warped(by: far, border: .reflect).values
    #expect(Set(result[0..<3]).isSubset(of: [1, 2, 3, 4, 5, 6]))
    #expect(colour.mirrored().values == [4, 5, 6, 1, 2, 3])
  }
}
