/// The CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected) of TensorBoard's records.
public enum CRC32C {
  /// The checksum of bytes.
  ///
  /// - Parameter previous: the checksum of the bytes in front, to continue from.
  public static func checksum(_ bytes: [UInt8], previous: UInt32 = 0) -> UInt32 {
    let table = Self.table
    var register = ~previous
    for byte in bytes {
      register = table[Int((register ^ UInt32(byte)) & 0xFF)] ^ (register >> 8)
    }
    return ~register
  }

  private static let table: [UInt32] = (0..<256).map { index in
    var value = UInt32(index)
    for _ in 0..<8 { value = value & 1 == 1 ? 0x82F6_3B78 ^ (value >> 1) : value >> 1 }
    return value
  }
}
