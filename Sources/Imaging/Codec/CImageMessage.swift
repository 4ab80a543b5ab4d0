import CImageIO

/// Turns what the C functions report into error kinds.
enum CImageMessage {
  /// Runs a C function with a message buffer; returns its status and the text that it left.
  static func collect(
    _ body: (UnsafeMutablePointer<CChar>?) -> cimg_status
  ) -> (cimg_status, String) {
    var text = [CChar](repeating: 0, count: Int(CIMG_MESSAGE_SIZE))
    let status = text.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (status, String(decoding: bytes, as: UTF8.self))
  }

  /// The error kind of a status, or nil for success.
  static func kind(
    of status: cimg_status, _ message: String, info: cimg_info = cimg_info(), pixelLimit: Int = 0,
    firstBytes: ArraySlice<UInt8> = []
  ) -> ImageError.Kind? {
    switch status {
    case CIMG_OK: nil
    case CIMG_NOT_AN_IMAGE: .notAnImage(firstBytes: Array(firstBytes))
    case CIMG_TRUNCATED: .truncated(reason: message)
    case CIMG_TOO_LARGE:
      .tooLarge(width: Int(info.width), height: Int(info.height), limit: pixelLimit)
    case CIMG_UNSUPPORTED: .unsupported(reason: message)
    case CIMG_OUT_OF_MEMORY: .outOfMemory(reason: message)
    default: .corrupt(reason: message)
    }
  }
}
