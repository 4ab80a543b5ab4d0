extension [UInt8] {
  /// Appends a number, its lowest byte first.
  public mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    for offset in 0..<Number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: number >> (8 * Number(offset))))
    }
  }
}
