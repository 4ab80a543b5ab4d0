import Basics

/// One chunk of a PNG file, and the file as a list of them.
struct PNGChunk: Equatable {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  var type: [UInt8]
  var content: [UInt8]

  init(_ type: String, _ content: [UInt8] = []) {
    self.type = Array(type.utf8)
    self.content = content
  }

  /// Length, type, content and the right checksum.
  var bytes: [UInt8] {
    let body = type + content
    return bigEndian(UInt32(content.count)) + body + bigEndian(CRC32.checksum(body))
  }

  static func file(_ chunks: [PNGChunk]) -> [UInt8] { signature + chunks.flatMap(\.bytes) }

  /// Splits a well-formed file.
  static func split(_ file: [UInt8]) -> [PNGChunk] {
    var chunks: [PNGChunk] = []
    var offset = 8
    while offset + 12 <= file.count {
      let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      var chunk = PNGChunk("")
      chunk.type = Array(file[offset + 4..<offset + 8])
      chunk.content = Array(file[offset + 8..<offset + 8 + length])
      chunks.append(chunk)
      offset += length + 12
    }
    return chunks
  }
}

/// Four bytes, the most significant one first.
func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}
