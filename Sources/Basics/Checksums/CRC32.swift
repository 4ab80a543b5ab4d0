import CZlib

/// The CRC-32 of zip, gzip and PNG (polynomial 0x04C11DB7, reflected), computed by zlib.
public struct CRC32: Sendable {
  /// The checksum of all bytes so far; 0 for none.
  public private(set) var value: UInt32

  /// Continues from the checksum of the bytes in front.
  public init(_ value: UInt32 = 0) { self.value = value }

  /// Adds bytes.
  public mutating func update(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { buffer in
      let base = buffer.bindMemory(to: UInt8.self).baseAddress
      // zlib takes a missing buffer for a request to start afresh.
      guard let base else { return }
      value = UInt32(truncatingIfNeeded: crc32_z(UInt(value), base, buffer.count))
    }
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) { update(bytes.span.bytes) }

  /// The checksum of bytes.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 { checksum(bytes.span.bytes) }

  /// The checksum of bytes.
  public static func checksum(_ bytes: RawSpan) -> UInt32 {
    var crc = CRC32()
    crc.update(bytes)
    return crc.value
  }
}
