import Imaging
import Medical
import Testing

struct ZoneGridTests {
  @Test(arguments: [(2, 3), (7, 11), (256, 256), (311, 256)])
  func theZonesCoverEveryPixelOnce(width: Int, height: Int) {
    let grid = ZoneGrid(width: width, height: height)
    var counts = [Int](repeating: 0, count: width * height)
    for zone in Zone.allCases {
      for row in grid.rows(of: zone) {
        for column in grid.columns(of: zone) { counts[row * width + column] += 1 }
      }
    }
    #expect(counts.allSatisfy { $0 == 1 })
  }

  @Test func thePatientsRightIsOnTheLeftOfThePicture() {
    let grid = ZoneGrid(width: 100, height: 90)
    #expect(grid.columns(of: .rightSuperior) == 0..<50)
    #expect(grid.columns(of: .leftInferior) == 50..<100)
    #expect(grid.rows(of: .rightSuperior) == 0..<30)
    #expect(grid.rows(of: .leftInferior) == 60..<90)
  }

  @Test func theOverlayKeepsThePictureAndMarksTheSides() throws {
    let grey = Image(
      width: 96, height: 192, channels: 1, pixels: [UInt8](repeating: 100, count: 96 * 192))
    let overlay = ZoneOverlay.draw(on: grey)
    #expect(overlay.width == 384)
    #expect(overlay.height == 768)
    #expect(overlay.channels == 3)
    let values = overlay.samples.floats
    let marked = stride(from: 0, to: values.count, by: 3).filter { values[$0] == 255 }
    #expect(!marked.isEmpty)
    #expect(marked.count < values.count / 3 / 20)
  }
}
