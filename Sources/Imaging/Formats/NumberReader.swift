/// Reads numbers of either byte order out of bytes whose bounds the caller has checked.
struct NumberReader {
  let bytes: [UInt8]
  let isBigEndian: Bool

  /// An unsigned number of 1, 2, 4 or 8 bytes.
  @inline(__always)
  func unsigned(at start: Int, width: Int) -> UInt64 {
    var value: UInt64 = 0
    for offset in 0..<width {
      let byte = bytes[start &+ (isBigEndian ? offset : width &- 1 &- offset)]
      value = value &<< 8 | UInt64(byte)
    }
    return value
  }

  /// A signed number of 1, 2, 4 or 8 bytes.
  @inline(__always)
  func signed(at start: Int, width: Int) -> Int64 {
    let shift = UInt64(64 &- 8 &* width)
    return Int64(bitPattern: unsigned(at: start, width: width) &<< shift) &>> Int64(shift)
  }

  /// A 32-bit float.
  func float(at start: Int) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: unsigned(at: start, width: 4)))
  }

  /// A 64-bit float.
  func double(at start: Int) -> Double {
    Double(bitPattern: unsigned(at: start, width: 8))
  }
}
