import Basics
import CImageIO

/// Reads PNG, JPEG, NIfTI and DICOM, writes PNG and JPEG.
///
/// The content decides on the format, never the file's extension. What is read:
///
/// - PNG of every colour type and depth, interlaced too. 16 bits stay 16 bits, fewer than 8 are
///   stretched to 0...255, palettes become RGB. Gamma and colour profiles are ignored.
/// - JPEG, baseline and progressive: grey, YCbCr, RGB, and CMYK or YCCK stored inverted as Adobe
///   does. The EXIF orientation is applied.
/// - NIfTI-1, packed or not: see `NIfTIPicture`.
/// - DICOM: see `DICOMPicture`.
///
/// Transparency is dropped, not composited: a transparent pixel keeps the colour it has in the
/// file, as with Pillow's `convert("RGB")`. Whatever the decoders would only warn of (checksums,
/// missing data) is an error.
public enum ImageCodec {
  /// The most pixels accepted where the caller sets no limit: 2^28, or 16,384 x 16,384.
  public static let defaultPixelLimit = 1 << 28

  /// The dimensions of a PNG or JPEG, from its header alone.
  public struct Header: Hashable, Sendable {
    /// The file format.
    public enum Format: String, Hashable, Sendable, CaseIterable {
      /// Portable Network Graphics.
      case png
      /// JPEG, as JFIF, EXIF or Adobe file.
      case jpeg
    }

    /// The file format.
    public let format: Format
    /// Pixels per row of the upright picture.
    public let width: Int
    /// Rows of the upright picture.
    public let height: Int
    /// 1 (grey) or 3 (RGB).
    public let channels: Int
    /// Bits per decoded sample: 8 or 16.
    public let bits: Int
  }

  /// Reads the header and checks that the file can hold what it announces; decodes no pixel.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - name: names the file in errors.
  ///   - pixelLimit: the most pixels accepted.
  public static func header(
    of bytes: [UInt8], name: String, pixelLimit: Int = defaultPixelLimit
  ) throws(ImageError) -> Header {
    Header(try probe(bytes, name: name, pixelLimit: pixelLimit))
  }

  /// Decodes a file held in memory.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - name: names the file in errors.
  ///   - pixelLimit: the most pixels accepted; nothing large is allocated for a picture beyond it.
  public static func decode(
    _ bytes: [UInt8], name: String, pixelLimit: Int = defaultPixelLimit
  ) throws(ImageError) -> Image {
    if NIfTIPicture.isNIfTI(bytes) {
      return try NIfTIPicture(bytes, name: name, pixelLimit: pixelLimit).image
    }
    if DICOMPicture.isDICOM(bytes) {
      return try DICOMPicture(bytes, name: name, pixelLimit: pixelLimit).image
    }
    let info = try probe(bytes, name: name, pixelLimit: pixelLimit)
    let samples: Image.Samples =
      info.bits == 16
      ? .bits16(try pixels(of: bytes, info, name: name))
      : .bits8(try pixels(of: bytes, info, name: name))
    return Image(
      width: Int(info.width), height: Int(info.height), channels: Int(info.channels),
      samples: samples)
  }

  /// Reads and decodes a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - pixelLimit: the most pixels accepted.
  public static func read(
    _ path: String, pixelLimit: Int = defaultPixelLimit
  ) throws(ImageError) -> Image {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileSystem.read(path)
    } catch {
      throw ImageError(name: path, kind: .unreadable(error))
    }
    return try decode(bytes, name: path, pixelLimit: pixelLimit)
  }

  // MARK: Calls into C

  private static func probe(
    _ bytes: [UInt8], name: String, pixelLimit: Int
  ) throws(ImageError) -> cimg_info {
    var info = cimg_info()
    try call(name: name, bytes: bytes, pixelLimit: pixelLimit, info: &info) { info, message in
      bytes.withUnsafeBufferPointer { data in
        cimg_probe(data.baseAddress, data.count, UInt64(max(pixelLimit, 0)), &info, message)
      }
    }
    return info
  }

  private static func pixels<Sample: FixedWidthInteger>(
    of bytes: [UInt8], _ info: cimg_info, name: String
  ) throws(ImageError) -> [Sample] {
    let count = Int(info.width) * Int(info.height) * Int(info.channels)
    var status = CIMG_OK
    var info = info
    var samples: [Sample] = []
    try call(name: name, bytes: bytes, pixelLimit: count, info: &info) { info, message in
      samples = [Sample](unsafeUninitializedCapacity: count) { target, filled in
        status = bytes.withUnsafeBufferPointer { data in
          cimg_decode(
            data.baseAddress, data.count, &info, target.baseAddress,
            count * MemoryLayout<Sample>.stride, message)
        }
        filled = status == CIMG_OK ? count : 0
      }
      return status
    }
    return samples
  }

  /// Runs a C function with a buffer for its message and turns its status into an error.
  private static func call(
    name: String, bytes: [UInt8], pixelLimit: Int, info: inout cimg_info,
    _ body: (inout cimg_info, UnsafeMutablePointer<CChar>?) -> cimg_status
  ) throws(ImageError) {
    let (status, message) = CImageMessage.collect { body(&info, $0) }
    if let kind = CImageMessage.kind(
      of: status, message, info: info, pixelLimit: pixelLimit, firstBytes: bytes.prefix(12))
    {
      throw ImageError(name: name, kind: kind)
    }
  }
}

extension ImageCodec.Header {
  init(_ info: cimg_info) {
    self.init(
      format: info.format == CIMG_PNG ? .png : .jpeg, width: Int(info.width),
      height: Int(info.height), channels: Int(info.channels), bits: Int(info.bits))
  }
}
