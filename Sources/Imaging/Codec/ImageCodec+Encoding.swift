import CImageIO

extension ImageCodec {
  /// Encodes as PNG, grey or RGB, with the picture's own depth; lossless.
  ///
  /// The same picture gives the same bytes (with the same libpng and zlib): no times are written.
  ///
  /// - Parameters:
  ///   - image: at most 1,000,000 pixels per side.
  ///   - name: names the file in errors.
  ///   - compression: zlib's level, from 0 (none) to 9 (smallest).
  public static func encodePNG(
    _ image: Image, name: String = "PNG", compression: Int = 6
  ) throws(ImageError) -> [UInt8] {
    precondition((0...9).contains(compression), "encodePNG: compression level \(compression)")
    try checkSides(of: image, limit: Int(CIMG_MAX_SIDE), name: name)
    return try encode(name: name) { output, message in
      image.samples.withUnsafeRawPointer { pixels in
        cimg_encode_png(
          pixels, UInt32(image.width), UInt32(image.height), UInt32(image.channels),
          UInt32(image.bits), Int32(compression), &output, message)
      }
    }
  }

  /// Encodes an 8-bit picture as baseline JPEG, grey or YCbCr 4:2:0.
  ///
  /// - Parameters:
  ///   - image: 8 bits deep, at most 65,500 pixels per side.
  ///   - name: names the file in errors.
  ///   - quality: libjpeg's scale, from 1 to 100.
  /// - Throws: `.unsupported` for 16-bit pictures and for longer sides.
  public static func encodeJPEG(
    _ image: Image, name: String = "JPEG", quality: Int = 90
  ) throws(ImageError) -> [UInt8] {
    precondition((1...100).contains(quality), "encodeJPEG: quality \(quality)")
    guard case .bits8(let pixels) = image.samples else {
      throw ImageError(name: name, kind: .unsupported(reason: "JPEG holds 8 bits per sample"))
    }
    try checkSides(of: image, limit: 65_500, name: name)
    return try encode(name: name) { output, message in
      pixels.withUnsafeBufferPointer { pixels in
        cimg_encode_jpeg(
          pixels.baseAddress, UInt32(image.width), UInt32(image.height), UInt32(image.channels),
          Int32(quality), &output, message)
      }
    }
  }

  private static func checkSides(of image: Image, limit: Int, name: String) throws(ImageError) {
    guard max(image.width, image.height) <= limit else {
      let reason = "a side of \(max(image.width, image.height)) pixels, at most \(limit)"
      throw ImageError(name: name, kind: .unsupported(reason: reason))
    }
  }

  private static func encode(
    name: String, _ body: (inout cimg_buffer, UnsafeMutablePointer<CChar>?) -> cimg_status
  ) throws(ImageError) -> [UInt8] {
    var output = cimg_buffer()
    defer { cimg_free(&output) }
    let (status, message) = CImageMessage.collect { body(&output, $0) }
    if let kind = CImageMessage.kind(of: status, message) {
      throw ImageError(name: name, kind: kind)
    }
    return Array(UnsafeBufferPointer(start: output.data, count: output.size))
  }
}

extension Image.Samples {
  /// Calls a function of C with the address of the first sample.
  func withUnsafeRawPointer<Result>(_ body: (UnsafeRawPointer?) -> Result) -> Result {
    switch self {
    case .bits8(let values): values.withUnsafeBytes { body($0.baseAddress) }
    case .bits16(let values): values.withUnsafeBytes { body($0.baseAddress) }
    }
  }
}
