/// Lays out an archive of uncompressed members, as PyTorch does.
///
/// It makes only the bytes around the members: write what ``begin(_:size:checksum:)`` returns, then
/// the member's own bytes, and so on; last, what ``finish()`` returns. The data of each member
/// starts at a multiple of 64 bytes, so that it can be mapped into memory. The same members give
/// the same bytes.
package struct ZipWriter {
  private struct Member {
    let name: [UInt8]
    let size: Int
    let checksum: UInt32
    let offset: Int
  }

  /// Where members begin, in bytes.
  static let alignment = 64

  private let forces64: Bool
  private var members: [Member] = []
  private var position = 0

  /// Creates an empty archive; `forces64` writes 64-bit fields even where 32 bits would do.
  package init(forces64: Bool = false) { self.forces64 = forces64 }

  /// Returns the header of the member that is written next, padded up to where its data begins.
  package mutating func begin(_ name: String, size: Int, checksum: UInt32) -> [UInt8] {
    let name = Array(name.utf8)
    let needs64 = forces64 || size >= 0xFFFF_FFFF
    members.append(Member(name: name, size: size, checksum: checksum, offset: position))

    var extra: [UInt8] = []
    if needs64 {
      extra.append(littleEndian: ZipFormat.extra64)
      extra.append(littleEndian: UInt16(16))
      extra.append(littleEndian: UInt64(size))
      extra.append(littleEndian: UInt64(size))
    }
    let unpadded = position + ZipFormat.localSize + name.count + extra.count + 4
    let gap = (Self.alignment - unpadded % Self.alignment) % Self.alignment
    extra.append(littleEndian: ZipFormat.padding)
    extra.append(littleEndian: UInt16(gap))
    extra += Array(repeating: UInt8(ascii: "Z"), count: gap)

    var header: [UInt8] = []
    header.append(littleEndian: ZipFormat.localSignature)
    appendCommon(members[members.count - 1], needs64: needs64, extra: extra.count, to: &header)
    header += name
    header += extra
    position += header.count + size
    return header
  }

  /// Returns the directory that ends the archive.
  package mutating func finish() -> [UInt8] {
    var directory: [UInt8] = []
    for member in members { appendCentral(member, to: &directory) }
    let size = directory.count
    let needs64 =
      forces64 || members.count >= 0xFFFF || position >= 0xFFFF_FFFF || size >= 0xFFFF_FFFF
    if needs64 { appendEnd64(directorySize: size, to: &directory) }
    directory.append(littleEndian: ZipFormat.endSignature)
    directory.append(littleEndian: UInt32(0))
    let count = needs64 ? 0xFFFF : UInt16(members.count)
    directory.append(littleEndian: count)
    directory.append(littleEndian: count)
    directory.append(littleEndian: needs64 ? 0xFFFF_FFFF : UInt32(size))
    directory.append(littleEndian: needs64 ? 0xFFFF_FFFF : UInt32(position))
    directory.append(littleEndian: UInt16(0))
    return directory
  }

  /// Appends what local and central headers have in common: from the version to the lengths.
  private func appendCommon(
    _ member: Member, needs64: Bool, extra: Int, to header: inout [UInt8]
  ) {
    header.append(littleEndian: UInt16(needs64 ? 45 : 20))
    header.append(littleEndian: ZipFormat.utf8Flag)
    header.append(littleEndian: ZipFormat.stored)
    header.append(littleEndian: UInt16(0))
    header.append(littleEndian: ZipFormat.date)
    header.append(littleEndian: member.checksum)
    header.append(littleEndian: needs64 ? 0xFFFF_FFFF : UInt32(member.size))
    header.append(littleEndian: needs64 ? 0xFFFF_FFFF : UInt32(member.size))
    header.append(littleEndian: UInt16(member.name.count))
    header.append(littleEndian: UInt16(extra))
  }

  private func appendCentral(_ member: Member, to directory: inout [UInt8]) {
    let needs64 = forces64 || member.size >= 0xFFFF_FFFF || member.offset >= 0xFFFF_FFFF
    directory.append(littleEndian: ZipFormat.centralSignature)
    directory.append(littleEndian: UInt16(needs64 ? 45 : 20))
    appendCommon(member, needs64: needs64, extra: needs64 ? 28 : 0, to: &directory)
    directory.append(littleEndian: UInt16(0))  // comment
    directory.append(littleEndian: UInt16(0))  // volume
    directory.append(littleEndian: UInt16(0))  // internal attributes
    directory.append(littleEndian: UInt32(0))  // external attributes
    directory.append(littleEndian: needs64 ? 0xFFFF_FFFF : UInt32(member.offset))
    directory += member.name
    if needs64 {
      directory.append(littleEndian: ZipFormat.extra64)
      directory.append(littleEndian: UInt16(24))
      directory.append(littleEndian: UInt64(member.size))
      directory.append(littleEndian: UInt64(member.size))
      directory.append(littleEndian: UInt64(member.offset))
    }
  }

  private func appendEnd64(directorySize: Int, to directory: inout [UInt8]) {
    let end = position + directory.count
    directory.append(littleEndian: ZipFormat.end64Signature)
    directory.append(littleEndian: UInt64(ZipFormat.end64Size - 12))
    directory.append(littleEndian: UInt16(45))
    directory.append(littleEndian: UInt16(45))
    directory.append(littleEndian: UInt32(0))
    directory.append(littleEndian: UInt32(0))
    directory.append(littleEndian: UInt64(members.count))
    directory.append(littleEndian: UInt64(members.count))
    directory.append(littleEndian: UInt64(directorySize))
    directory.append(littleEndian: UInt64(position))
    directory.append(littleEndian: ZipFormat.locator64Signature)
    directory.append(littleEndian: UInt32(0))
    directory.append(littleEndian: UInt64(end))
    directory.append(littleEndian: UInt32(1))
  }
}
