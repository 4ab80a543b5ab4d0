import Imaging
import Testing

/// Where a picture of 40 x 20 pixels lies in a square of 20.
@Suite struct SquarePlacementTests {
  private func placement(_ mode: ResizeMode) -> SquarePlacement {
    let image = Image(width: 40, height: 20, channels: 1, pixels: [UInt8](repeating: 9, count: 800))
    return PreprocessingOptions(size: 20, resize: mode, channels: 1).prepare(image).placement
  }

  @Test func squashedAllOfIt() throws {
    let place = try #require(placement(.squash).inSquare(x: 0.25, y: 0.75))
    #expect(place == (0.25, 0.75))
  }

  /// The middle half of the width is kept.
  @Test func croppedItsMiddle() throws {
    let placement = placement(.crop)
    #expect(placement.inSquare(x: 0.2, y: 0.5) == nil && placement.inSquare(x: 0.8, y: 0.5) == nil)
    #expect(try #require(placement.inSquare(x: 0.25, y: 0.5)) == (0, 0.5))
    #expect(try #require(placement.inSquare(x: 0.5, y: 0.1)) == (0.5, 0.1))
    #expect(placement.inPicture(x: 1, y: 0.5) == (0.75, 0.5))
  }

  /// Bars of a quarter of the height above and below.
  @Test func paddedInTheMiddle() throws {
    let placement = placement(.pad)
    #expect(try #require(placement.inSquare(x: 0.3, y: 0)) == (0.3, 0.25))
    #expect(try #require(placement.inSquare(x: 0.3, y: 1)) == (0.3, 0.75))
    #expect(placement.inPicture(x: 0.5, y: 0) == (0.5, -0.5))
  }
}
