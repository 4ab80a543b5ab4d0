/// The fields of a NIfTI-1 header that a picture needs (nifti1.h of the NIfTI Data Format Working Group).
struct NIfTIHeader {
  static let size = 348

  /// The lengths of the axes, one to seven of them, each at least 1.
  let lengths: [Int]
  let type: NIfTIType
  /// Where the voxels start in the file.
  let offset: Int
  /// What stored numbers are multiplied by, and what is added; nil: they are the values.
  let scaling: (slope: Double, intercept: Double)?
  /// What the file wants to be shown black and white, if it says.
  let displayRange: (minimum: Double, maximum: Double)?
  /// How axes lie in the patient, if the file says.
  let affine: NIfTIAffine?
  let isBigEndian: Bool

  /// Whether bytes look like a NIfTI or ANALYZE header, of any version and byte order, readable or not.
  static func starts(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
    // The size of the header, 348 or 540, in either order.
    let sizes: [[UInt8]] = [[92, 1, 0, 0], [0, 0, 1, 92], [28, 2, 0, 0], [0, 0, 2, 28]]
    return bytes.count >= 352 && sizes.contains { bytes.starts(with: $0) }
  }

  /// Reads a header of at least 352 bytes that `starts` accepts.
  init(_ bytes: [UInt8], name: String) throws(ImageError) {
    func bad(_ field: String, _ found: String, _ expected: String) -> ImageError {
      ImageError(
        name: name,
        kind: .malformed(format: "NIfTI", field: field, found: found, expected: expected))
    }
    func unsupported(_ reason: String) -> ImageError {
      ImageError(name: name, kind: .unsupported(reason: reason))
    }
    isBigEndian = bytes[0] == 0
    let reader = NumberReader(bytes: bytes, isBigEndian: isBigEndian)
    func integer(_ start: Int) -> Int { Int(reader.signed(at: start, width: 2)) }
    func real(_ start: Int) -> Double { Double(reader.float(at: start)) }

    guard reader.unsigned(at: 0, width: 4) == UInt64(NIfTIHeader.size) else {
      throw unsupported("NIfTI-2; convert it to NIfTI-1")
    }
    switch Array(bytes[344..<348]) {
    case Array("n+1\0".utf8): break
    case Array("ni1\0".utf8):
      throw unsupported(
        "the header of a NIfTI pair, .hdr and .img; convert it to a single .nii file")
    default:
      throw unsupported("an ANALYZE header, or a damaged NIfTI: its magic is not n+1")
    }

    let rank = integer(40)
    guard (1...7).contains(rank) else { throw bad("dim[0]", "\(rank)", "1 to 7 axes") }
    var lengths: [Int] = []
    for axis in 1...rank {
      let length = integer(40 + 2 * axis)
      guard length > 0 else { throw bad("dim[\(axis)]", "\(length)", "at least 1") }
      lengths.append(length)
    }
    self.lengths = lengths

    let code = integer(70)
    guard let type = NIfTIType(rawValue: code) else {
      throw NIfTIType.name(ofUnsupported: code).map { unsupported("voxels of type \($0)") }
        ?? bad("datatype", "\(code)", "the code of a type of integers or floats")
    }
    self.type = type

    let offset = real(108)
    guard offset >= 352, offset < Double(1 << 26), offset == offset.rounded() else {
      throw bad("vox_offset", "\(offset)", "a whole number from 352 to 67108863")
    }
    self.offset = Int(offset)

    let (slope, intercept) = (real(112), real(116))
    if slope != 0, slope.isFinite, type.channels == 1 {
      guard intercept.isFinite else { throw bad("scl_inter", "\(intercept)", "a number") }
      scaling = slope == 1 && intercept == 0 ? nil : (slope, intercept)
    } else {
      scaling = nil
    }
    let (maximum, minimum) = (real(124), real(128))
    displayRange =
      maximum.isFinite && minimum.isFinite && maximum > minimum ? (minimum, maximum) : nil
    affine = NIfTIAffine(reader)
  }
}
