import Basics
import Imaging

extension Image {
  /// The picture as a `data:` address: JPEG, or PNG where every pixel counts (small pictures).
  ///
  /// - Parameters:
  ///   - box: where it will be shown; pixels beyond `scale` a point are averaged away.
  ///   - scale: pixels a point.
  /// - Returns: nil where it cannot be encoded or the box is empty.
  public func dataAddress(fitting box: Box, scale: Double) -> String? {
    let (width, height) = (Int(box.width * scale), Int(box.height * scale))
    guard width > 0, height > 0 else { return nil }
    let fitted =
      width < self.width && height < self.height
      ? resized(width: width, height: height) : self
    if fitted.width * fitted.height <= 64 * 64 {
      guard let bytes = try? ImageCodec.encodePNG(fitted) else { return nil }
      return "data:image/png;base64," + Base64.text(of: bytes)
    }
    let factor = 255 / fitted.maximum
    let levels = fitted.samples.floats.map { UInt8(($0 * factor).rounded()) }
    let shallow = Image(
      width: fitted.width, height: fitted.height, channels: fitted.channels, pixels: levels)
    guard let bytes = try? ImageCodec.encodeJPEG(shallow, quality: 88) else { return nil }
    return "data:image/jpeg;base64," + Base64.text(of: bytes)
  }
}
