import Basics

/// Writes NIfTI-1 files, sound or not, field by field.
struct NIfTIFile {
  var bytes: [UInt8]
  let isBigEndian: Bool

  /// A file of 8-bit voxels, or of what `datatype` and `voxels` say.
  init(
    dim: [Int] = [2, 3, 2, 1, 1, 1, 1, 1], datatype: Int = 2, voxels: [UInt8]? = nil,
    isBigEndian: Bool = false
  ) {
    self.isBigEndian = isBigEndian
    bytes = [UInt8](repeating: 0, count: 352) + (voxels ?? [1, 2, 3, 4, 5, 6])
    set(348, at: 0, width: 4)
    for (place, length) in dim.enumerated() { set(length, at: 40 + 2 * place, width: 2) }
    set(datatype, at: 70, width: 2)
    set(Float(352), at: 108)
    bytes.replaceSubrange(344..<348, with: Array("n+1\0".utf8))
  }

  mutating func set(_ value: Int, at start: Int, width: Int) {
    for offset in 0..<width {
      let place = isBigEndian ? width - 1 - offset : offset
      bytes[start + place] = UInt8(truncatingIfNeeded: value >> (8 * offset))
    }
  }

  mutating func set(_ value: Float, at start: Int) {
    set(Int(value.bitPattern), at: start, width: 4)
  }

  /// The `sform`: where the three axes point to.
  mutating func setAffine(_ columns: [[Float]]) {
    set(2, at: 254, width: 2)
    for (axis, column) in columns.enumerated() {
      for row in 0..<3 { set(column[row], at: 280 + 16 * row + 4 * axis) }
    }
  }

  var packed: [UInt8] { Deflate.pack(bytes, format: .gzip) }
}
