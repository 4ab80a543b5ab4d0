import Imaging
import Layers
import Plotting

/// Lays heat maps over the picture that they explain.
public struct HeatOverlay {
  /// Less heat than this part of the most is not shown.
  private static let threshold: Float = 0.1
  /// How much of the picture the most heat covers.
  private static let opacity: Float = 0.6
  private static let mark = Color(0xFFD000)

  private let picture: Image
  private let placement: SquarePlacement

  /// Prepares a picture.
  ///
  /// - Parameters:
  ///   - image: as it was read.
  ///   - prepared: what the network was shown of it.
  ///   - size: the longer side of what is drawn, in pixels.
  public init(_ image: Image, prepared: PreparedImage, size: Int = 448) {
    let scale = Double(size) / Double(max(image.width, image.height))
    let resized = image.resized(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())), interpolation: .bilinear)
    let shown = prepared.window.apply(resized.samples.floats)
    picture = Image(
      width: resized.width, height: resized.height, channels: resized.channels,
      pixels: shown.map { UInt8(($0 * 255).rounded()) }
    ).converted(toChannels: 3)
    placement = prepared.placement
  }

  /// The picture alone, in colour with 8 bits.
  ///
  /// - Parameters:
  ///   - regions: boundaries to draw.
  ///   - marksSides: whether the patient's sides are marked R and L.
  public func plain(marking regions: [ImageRegion] = [], sides marksSides: Bool = false) -> Image {
    drawn(picture, regions, marksSides)
  }

  /// The picture with a map over it, in colour with 8 bits: transparent where nothing is, from violet over red to yellow.
  ///
  /// - Parameters:
  ///   - heat: over the square that the network was shown; the most heat has the strongest colour.
  ///   - regions: boundaries to draw.
  ///   - marksSides: whether the patient's sides are marked R and L.
  public func image(
    of heat: HeatMap, marking regions: [ImageRegion] = [], sides marksSides: Bool = false
  ) -> Image {
    let heat = heat.normalized
    guard heat.peak > 0, case .bits8(var pixels) = picture.samples else {
      return drawn(picture, regions, marksSides)
    }
    let (width, height) = (picture.width, picture.height)
    for y in 0..<height {
      for x in 0..<width {
        let place = placement.inSquare(
          x: (Double(x) + 0.5) / Double(width), y: (Double(y) + 0.5) / Double(height))
        guard let place else { continue }
        let value = heat.value(x: place.x, y: place.y)
        guard value > HeatOverlay.threshold else { continue }
        let strength = (value - HeatOverlay.threshold) / (1 - HeatOverlay.threshold)
        let color = ColorScale.heat[0.3 + 0.6 * Double(strength)]
        let part = HeatOverlay.opacity * strength.squareRoot()
        let first = (y * width + x) * 3
        for (channel, value) in [color.red, color.green, color.blue].enumerated() {
          let mixed = Float(pixels[first + channel]) * (1 - part) + Float(value) * part
          pixels[first + channel] = UInt8(mixed.rounded())
        }
      }
    }
    return drawn(
      Image(width: width, height: height, channels: 3, pixels: pixels), regions, marksSides)
  }

  private func drawn(_ image: Image, _ regions: [ImageRegion], _ marksSides: Bool) -> Image {
    let (width, height) = (Double(image.width), Double(image.height))
    var drawing = Drawing(width: width, height: height)
    drawing.picture(image, in: Box(left: 0, top: 0, width: width, height: height))
    for region in regions {
      let start = placement.inPicture(
        x: Double(region.column) / Double(region.columnCount),
        y: Double(region.row) / Double(region.rowCount))
      let end = placement.inPicture(
        x: Double(region.column + 1) / Double(region.columnCount),
        y: Double(region.row + 1) / Double(region.rowCount))
      let (left, top) = (max(start.x, 0) * width, max(start.y, 0) * height)
      drawing.frame(
        Box(
          left: left, top: top, width: min(end.x, 1) * width - left,
          height: min(end.y, 1) * height - top),
        Stroke(.fixed(HeatOverlay.mark), width: 1.5))
    }
    if marksSides {
      for (letter, x) in [("R", 16), ("L", width - 16)] {
        drawing.text(
          letter, centeredAt: Point(x, 18),
          TextStyle(size: 18, isBold: true, ink: .fixed(HeatOverlay.mark), anchor: .middle))
      }
    }
    return drawing.image(scale: 1)
  }
}
