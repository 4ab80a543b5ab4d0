import Basics

/// A file of W&B's records: a header, and the log framing of LevelDB.
///
/// Blocks of 32,768 bytes are counted from the file's first byte. A record that does not fit into the rest of a block is
/// cut into pieces, each with a checksum, a length and what it is a piece of.
public final class WandBFile {
  /// How far a file is.
  public struct Position: Sendable, Equatable {
    /// Its length in bytes.
    public var length: Int
    /// The number of its records.
    public var recordCount: Int

    /// Creates a position.
    public init(length: Int, recordCount: Int) {
      self.length = length
      self.recordCount = recordCount
    }
  }

  private let file: AppendFile
  private var recordCount: Int

  private static let blockSize = 32_768
  private static let headerSize = 7
  /// `:W&B`, a magic number, version 0.
  private static let start: [UInt8] = Array(":W&B".utf8) + [0xE1, 0xBE, 0]

  /// Creates a file.
  public init(path: String) throws(FileError) {
    file = try AppendFile(path, keeping: 0)
    recordCount = 0
    try file.append(Self.start)
  }

  /// Goes on with a file at an earlier position.
  ///
  /// - Throws: When the file is shorter than that.
  public init(path: String, from position: Position) throws(FileError) {
    file = try AppendFile(path, keeping: position.length)
    recordCount = position.recordCount
  }

  /// How far the file is.
  public var position: Position { Position(length: file.length, recordCount: recordCount) }

  /// Appends a record, which gets the next number.
  ///
  /// - Parameters:
  ///   - field: The field of `Record` that holds it.
  ///   - content: What it holds.
  public func append(_ field: Int, _ content: ProtobufMessage) throws(FileError) {
    recordCount += 1
    var record = ProtobufMessage()
    record.add(1, recordCount)
    record.add(field, content)
    try file.append(Self.framed(record.bytes, at: file.length))
  }

  /// The bytes of a record that begins at an offset of the file.
  public static func framed(_ data: [UInt8], at offset: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = data[...]
    var isFirst = true
    repeat {
      var room = blockSize - (offset + bytes.count) % blockSize
      if room < headerSize {
        bytes += Array(repeating: 0, count: room)
        room = blockSize
      }
      let piece = Array(rest.prefix(room - headerSize))
      rest = rest.dropFirst(piece.count)
      let kind: UInt8 = isFirst ? (rest.isEmpty ? 1 : 2) : (rest.isEmpty ? 4 : 3)
      bytes.append(littleEndian: CRC32.checksum([kind] + piece))
      bytes.append(littleEndian: UInt16(piece.count))
      bytes.append(kind)
      bytes += piece
      isFirst = false
    } while !rest.isEmpty
    return bytes
  }
}
