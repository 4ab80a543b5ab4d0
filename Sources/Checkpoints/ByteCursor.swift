/// A place in an array of bytes from which little-endian numbers are read, never past the end.
struct ByteCursor {
  private let bytes: [UInt8]

  /// The index of the next byte.
  private(set) var offset: Int

  /// What the bytes are, should they end too early.
  private let what: String

  init(_ bytes: [UInt8], offset: Int = 0, what: String) {
    self.bytes = bytes
    self.offset = offset
    self.what = what
  }

  /// The number of bytes that are left.
  var remaining: Int { bytes.count - offset }

  /// Returns the next `count` bytes.
  mutating func take(_ count: Int) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw CheckpointError(.truncated(what: what))
    }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// Returns the next byte.
  mutating func byte() throws(CheckpointError) -> UInt8 {
    guard offset < bytes.count else { throw CheckpointError(.truncated(what: what)) }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// Returns the next little-endian number.
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) throws(CheckpointError) -> Number {
    var value: Number = 0
    for (index, byte) in try take(Number.bitWidth / 8).enumerated() {
      value |= Number(truncatingIfNeeded: byte) << Number(truncatingIfNeeded: 8 * index)
    }
    return value
  }

  /// Returns the bytes before the next `end`, and moves behind it.
  mutating func line(before end: UInt8) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard let index = bytes[offset...].firstIndex(of: end) else {
      throw CheckpointError(.truncated(what: what))
    }
    defer { offset = index + 1 }
    return bytes[offset..<index]
  }
}

extension [UInt8] {
  /// Appends a number in little-endian order.
  mutating func append<Number: FixedWidthInteger>(littleEndian value: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> Number(shift)))
    }
  }
}
