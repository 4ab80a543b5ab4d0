import Basics

/// A picture from a NIfTI-1 file (`.nii`, `.nii.gz`): its values, in the order in which a radiograph is looked at.
///
/// All integer and float types and RGB, both byte orders, slope and intercept. Axes of length 1 are dropped; two must be
/// left.
///
/// What the axes mean: the file's affine decides if there is one (`sform`, else `qform`): the patient's right is on the
/// left of the picture and his head, or in a cross-section his front, at the top. Without an affine, and with the one
/// that is written when nothing is known (`numpy.eye(4)`), the picture is read as CSI-Predictor reads it: transposed and
/// mirrored left to right, so that the first stored axis runs from right to left and the second one downwards.
public struct NIfTIPicture: Sendable {
  /// Pixels per row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// The values, slope and intercept applied: `width * height * channels`, row by row from the top.
  public let values: [Double]

  private let scale: SampleScale

  /// Whether bytes are a NIfTI file, packed or not, readable or not.
  public static func isNIfTI(_ bytes: [UInt8]) -> Bool {
    if NIfTIHeader.starts(bytes.prefix(352)) { return true }
    guard bytes.starts(with: [0x1F, 0x8B]) else { return false }
    let start = try? Deflate.unpackStart(of: bytes, format: .gzip, count: 352)
    return start.map(NIfTIHeader.starts) ?? false
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: its content.
  ///   - name: names the file in errors.
  ///   - pixelLimit: the most pixels accepted; no more memory is taken than they need.
  public init(
    _ bytes: [UInt8], name: String, pixelLimit: Int = ImageCodec.defaultPixelLimit
  ) throws(ImageError) {
    let (header, content) = try NIfTIPicture.open(bytes, name: name, pixelLimit: pixelLimit)
    let (first, second) = try NIfTIPicture.axes(of: header, name: name)
    let (columns, rows) = (header.lengths[first], second.map { header.lengths[$0] } ?? 1)
    let size = columns * rows * header.type.width
    guard content.count - header.offset >= size else {
      let found = max(0, content.count - header.offset)
      throw ImageError(
        name: name,
        kind: .truncated(
          reason: "\(found) bytes of voxels, expected \(size) for dim = \(header.lengths)"))
    }

    let reader = NumberReader(bytes: content, isBigEndian: header.isBigEndian)
    channels = header.type.channels
    var values: [Double] = []
    values.reserveCapacity(columns * rows * channels)
    for start in stride(
      from: header.offset, to: header.offset + size, by: header.type.width)
    {
      header.type.append(at: start, of: reader, to: &values)
    }
    if let (slope, intercept) = header.scaling {
      for place in values.indices { values[place] = values[place] * slope + intercept }
    }
    scale = try NIfTIPicture.scale(of: header, values, name: name)

    let order =
      second.flatMap { header.affine?.order(of: first, $0) } ?? PictureOrder(reversesColumns: true)
    (width, height) = order.size(of: columns, rows)
    self.values = order.arranged(values, first: columns, second: rows, channels: channels)
  }

  /// The picture with samples of 8 or 16 bits.
  ///
  /// Black and white are `cal_min` and `cal_max` if the file says so, else the ends of the type for 8 and 16 bits without
  /// sign, as in a PNG, else the smallest and the largest value.
  public var image: Image {
    Image(width: width, height: height, channels: channels, samples: scale.samples(values))
  }

  /// The header, and the file unpacked.
  private static func open(
    _ bytes: [UInt8], name: String, pixelLimit: Int
  ) throws(ImageError) -> (NIfTIHeader, [UInt8]) {
    guard bytes.starts(with: [0x1F, 0x8B]) else {
      return (try header(bytes, name: name, pixelLimit: pixelLimit), bytes)
    }
    let start = try packed(name) { () throws(CompressionError) in
      try Deflate.unpackStart(of: bytes, format: .gzip, count: 352)
    }
    let header = try header(start, name: name, pixelLimit: pixelLimit)
    // Room for a few bytes behind the voxels, not for what else a small file may unpack to.
    let voxels = header.lengths.reduce(header.type.width, *)
    let content = try packed(name) { () throws(CompressionError) in
      try Deflate.unpack(bytes, format: .gzip, limit: header.offset + voxels + 1 << 20)
    }
    return (header, content)
  }

  private static func packed(
    _ name: String, _ unpack: () throws(CompressionError) -> [UInt8]
  ) throws(ImageError) -> [UInt8] {
    do throws(CompressionError) {
      return try unpack()
    } catch {
      let isShort = error == .truncated
      throw ImageError(
        name: name,
        kind: isShort
          ? .truncated(reason: error.description) : .corrupt(reason: error.description))
    }
  }

  private static func header(
    _ bytes: [UInt8], name: String, pixelLimit: Int
  ) throws(ImageError) -> NIfTIHeader {
    guard NIfTIHeader.starts(bytes.prefix(352)) else {
      throw ImageError(name: name, kind: .notAnImage(firstBytes: Array(bytes.prefix(12))))
    }
    let header = try NIfTIHeader(bytes, name: name)
    let (first, second) = try axes(of: header, name: name)
    let (columns, rows) = (header.lengths[first], second.map { header.lengths[$0] } ?? 1)
    guard columns * rows <= pixelLimit else {
      throw ImageError(
        name: name, kind: .tooLarge(width: columns, height: rows, limit: pixelLimit))
    }
    return header
  }

  /// The two axes of the picture, the second nil where there is only one.
  private static func axes(
    of header: NIfTIHeader, name: String
  ) throws(ImageError) -> (first: Int, second: Int?) {
    let lengths = header.lengths
    var axes = lengths.indices.filter { lengths[$0] > 1 }
    guard axes.count <= 2 else {
      throw ImageError(
        name: name,
        kind: .malformed(
          format: "NIfTI", field: "dim", found: "\(lengths)", expected: "one picture, two axes"))
    }
    for axis in lengths.indices where axes.count < 2 && !axes.contains(axis) { axes.append(axis) }
    axes.sort()
    return (axes[0], axes.count > 1 ? axes[1] : nil)
  }

  /// What becomes black and white.
  private static func scale(
    of header: NIfTIHeader, _ values: [Double], name: String
  ) throws(ImageError) -> SampleScale {
    let bits = header.type.width == 1 || header.type.channels == 3 ? 8 : 16
    if header.type.channels == 1, let range = header.displayRange {
      return SampleScale(black: range.minimum, white: range.maximum, bits: bits)
    }
    if let range = header.type.fullRange {
      let (slope, intercept) = header.scaling ?? (1, 0)
      let ends = [intercept, range * slope + intercept]
      return SampleScale(black: min(ends[0], ends[1]), white: max(ends[0], ends[1]), bits: bits)
    }
    var (smallest, largest) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    guard smallest <= largest else {
      throw ImageError(name: name, kind: .corrupt(reason: "none of its voxels is a number"))
    }
    return SampleScale(black: smallest, white: largest, bits: bits)
  }
}
