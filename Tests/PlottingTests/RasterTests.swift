import Imaging
import Plotting
import Testing

@Suite struct RasterTests {
  private static let black = Fill(.fixed(Color(0x000000)))

  /// How much black there is, in pixels.
  private func ink(_ drawing: Drawing, scale: Double = 1) -> Double {
    let image = drawing.image(scale: scale)
    return image.samples.floats.reduce(0) { $0 + Double(255 - $1) } / 255 / 3
  }

  private func drawing(_ element: Drawing.Element) -> Drawing {
    var drawing = Drawing(width: 40, height: 40)
    drawing.elements = [element]
    return drawing
  }

  @Test func areasAreExact() {
    // Edges between pixels: 10.5 x 7.25.
    let polygon = [Point(3.25, 4.5), Point(13.75, 4.5), Point(13.75, 11.75), Point(3.25, 11.75)]
    #expect(abs(ink(drawing(.polygon(polygon, Self.black))) - 76.125) < 0.5)
    let triangle = [Point(2, 2), Point(34, 9), Point(11, 37)]
    // Half the cross product of two sides.
    #expect(abs(ink(drawing(.polygon(triangle, Self.black))) - (32 * 35 - 7 * 9) / 2) < 1)
    #expect(abs(ink(drawing(.disc(Point(20, 20), radius: 8, Self.black))) - .pi * 64) < 2)
  }

  @Test func hollowAndTurnedShapesKeepTheirArea() {
    // A diamond around the middle, then the same backwards.
    let diamond = [Point(20, 5), Point(35, 20), Point(20, 35), Point(5, 20)]
    #expect(abs(ink(drawing(.polygon(diamond, Self.black))) - 450) < 1)
    #expect(abs(ink(drawing(.polygon(diamond.reversed(), Self.black))) - 450) < 1)
    // An L of 20 x 20 without 10 x 10.
    let ell = [
      Point(5, 5), Point(15, 5), Point(15, 15), Point(25, 15), Point(25, 25), Point(5, 25),
    ]
    #expect(abs(ink(drawing(.polygon(ell, Self.black))) - 300) < 1)
  }

  @Test func linesHaveTheirWidthAndRoundEnds() {
    let stroke = Stroke(.fixed(Color(0x000000)), width: 4)
    let line = drawing(.line([Point(8, 20.3), Point(32, 20.3)], stroke))
    // 24 x 4 and two half discs of radius 2.
    #expect(abs(ink(line) - (96 + .pi * 4)) < 1.5)
    let slanted = drawing(.line([Point(8, 8), Point(26, 32)], stroke))
    #expect(abs(ink(slanted) - (30 * 4 + .pi * 4)) < 2)
  }

  @Test func levelLinesFillWholePixels() {
    let stroke = Stroke(.fixed(Color(0x000000)), width: 1)
    let image = drawing(.line([Point(5, 10.2), Point(35, 10.2)], stroke)).image(scale: 2)
    let column = (0..<80).map { image.samples.floats[($0 * 80 + 40) * 3] }
    #expect(column.count { $0 == 0 } == 2)
    #expect(column.count { $0 == 255 } == 78)
  }

  @Test func dashesLeaveGaps() {
    let whole = ink(drawing(.line([Point(4, 20), Point(36, 20)], Stroke(.foreground, width: 2))))
    let dashed = ink(
      drawing(.line([Point(4, 20), Point(36, 20)], Stroke(.foreground, width: 2, dashes: [4, 6]))))
    #expect(dashed < whole * 0.75 && dashed > whole * 0.3)
  }

  @Test func clippingIsExact() {
    let clipped = drawing(
      .clipped(
        Box(left: 10, top: 10, width: 5, height: 6),
        [
          .rectangle(Box(left: 0, top: 0, width: 40, height: 40), Self.black),
          .line([Point(0, 0), Point(40, 40)], Stroke(.fixed(Color(0x000000)), width: 9)),
        ]))
    #expect(abs(ink(clipped) - 30) < 0.01)
  }

  @Test func transparentInkMixes() {
    let half = drawing(
      .rectangle(
        Box(left: 0, top: 0, width: 10, height: 10), Fill(.fixed(Color(0x000000)), opacity: 0.5)))
    #expect(abs(ink(half) - 50) < 0.5)
  }

  @Test func picturesAreScaledToTheirPlace() {
    let grey = Image(width: 2, height: 2, channels: 1, pixels: [0, 0, 0, 0] as [UInt8])
    let placed = drawing(.picture(grey, Box(left: 4, top: 4, width: 10, height: 10)))
    #expect(abs(ink(placed, scale: 2) - 400) < 0.01)
  }

  @Test func viridisHasItsPublishedEnds() {
    #expect(ColorScale.viridis[0].hex == "#440154")
    #expect(ColorScale.viridis[1].hex == "#fde725")
    #expect(ColorScale.viridis[.nan].hex == "#440154")
  }
}
