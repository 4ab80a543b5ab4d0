import Imaging
import Layers
import Reporting
import Testing

/// Where heat appears on the picture.
@Suite struct HeatOverlayTests {
  /// A grey picture of 448 x 224, prepared for a network in one of the ways.
  private func overlay(_ mode: ResizeMode) -> HeatOverlay {
    let image = Image(
      width: 448, height: 224, channels: 1, pixels: [UInt8](repeating: 100, count: 448 * 224))
    let options = PreprocessingOptions(size: 64, resize: mode, channels: 1)
    return HeatOverlay(image, prepared: options.prepare(image))
  }

  /// How much a pixel differs from the grey that it was.
  private func change(_ image: Image, _ x: Int, _ y: Int) -> Int {
    guard case .bits8(let pixels) = image.samples else { return 0 }
    let start = (y * image.width + x) * 3
    return (0..<3).map { abs(Int(pixels[start + $0]) - 100) }.max() ?? 0
  }

  /// Heat in the upper left of four cells.
  private let corner = HeatMap(width: 2, height: 2, values: [3, 0, 0, 0])

  @Test func heatLiesWhereTheMapHasIt() {
    let image = overlay(.squash).image(of: corner)
    #expect(image.width == 448 && image.height == 224)
    #expect(change(image, 60, 40) > 40)
    for (x, y) in [(400, 40), (60, 200), (400, 200)] { #expect(change(image, x, y) == 0) }
  }

  /// Only the middle square was shown to the network: its upper left is in the picture's second quarter.
  @Test func whatWasCutOffHasNoHeat() {
    let image = overlay(.crop).image(of: corner)
    #expect(change(image, 100, 40) == 0)
    #expect(change(image, 130, 30) > 40)
  }

  @Test func aMapOfNothingLeavesThePictureAsItIs() {
    let overlay = overlay(.squash)
    let empty = HeatMap(width: 2, height: 2, values: [0, 0, 0, 0])
    #expect(overlay.image(of: empty) == overlay.plain())
    #expect(change(overlay.plain(), 60, 40) == 0)
  }

  /// The patient's right is on the left of the picture, and the boundary of his upper right zone around that corner.
  @Test func sidesAndZonesAreMarked() {
    let image = overlay(.squash).plain(
      marking: [ImageRegion(row: 0, of: 3, column: 0, of: 2)], sides: true)
    #expect(change(image, 223, 30) > 60 && change(image, 100, 73) > 60)
    #expect(change(image, 300, 30) == 0 && change(image, 100, 120) == 0)
    func marked(_ columns: Range<Int>) -> Int {
      columns.reduce(0) { count, x in count + (10..<26).count { change(image, x, $0) > 60 } }
    }
    // R has more ink than L.
    #expect(marked(8..<26) > marked(424..<442) && marked(424..<442) > 10)
  }
}
