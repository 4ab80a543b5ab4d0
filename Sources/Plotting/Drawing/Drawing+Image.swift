import Imaging

extension Drawing {
  /// The drawing as a picture.
  ///
  /// - Parameters:
  ///   - theme: the colours.
  ///   - scale: pixels a point; 2 is crisp on screens and in print.
  public func image(theme: Theme = .light, scale: Double = 2) -> Image {
    Rasterizer(self, theme: theme, scale: scale).image
  }

  /// The drawing as a PNG file.
  public func png(theme: Theme = .light, scale: Double = 2) throws(ImageError) -> [UInt8] {
    try ImageCodec.encodePNG(image(theme: theme, scale: scale), compression: 3)
  }
}
