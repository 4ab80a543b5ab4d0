/// A member of an archive, as the central directory describes it.
struct ZipEntry {
  let name: String
  /// The name as it stands in the file.
  let nameBytes: [UInt8]
  let checksum: UInt32
  let size: Int
  let headerOffset: Int

  /// Reads the next entry of a central directory.
  init(_ cursor: inout ByteCursor) throws(CheckpointError) {
    guard try cursor.number(UInt32.self) == ZipFormat.centralSignature else {
      throw CheckpointError(.invalidArchive(reason: "the directory has a bad entry"))
    }
    _ = try cursor.take(4)
    let flags = try cursor.number(UInt16.self)
    let method = try cursor.number(UInt16.self)
    _ = try cursor.take(4)
    checksum = try cursor.number(UInt32.self)
    let compressed32 = try cursor.number(UInt32.self)
    let size32 = try cursor.number(UInt32.self)
    let nameLength = Int(try cursor.number(UInt16.self))
    let extraLength = Int(try cursor.number(UInt16.self))
    let commentLength = Int(try cursor.number(UInt16.self))
    let volume = try cursor.number(UInt16.self)
    _ = try cursor.take(6)
    let offset32 = try cursor.number(UInt32.self)
    nameBytes = Array(try cursor.take(nameLength))
    let extra = Array(try cursor.take(extraLength))
    _ = try cursor.take(commentLength)

    guard let name = String(validating: nameBytes, as: UTF8.self), !nameBytes.contains(0) else {
      throw CheckpointError(.invalidArchive(reason: "the name of a member is not text"))
    }
    self.name = name
    guard flags & ZipFormat.encryptedFlag == 0 else {
      throw CheckpointError(.unsupportedArchive(reason: "'\(name)' is encrypted"))
    }
    guard volume == 0 else {
      throw CheckpointError(.unsupportedArchive(reason: "it has several volumes"))
    }
    guard method == ZipFormat.stored else {
      throw CheckpointError(
        .unsupportedArchive(reason: "'\(name)' is compressed, PyTorch's files are not"))
    }

    var wide = try Self.wideFields(extra)
    size = try Self.value(size32, &wide)
    let compressedSize = try Self.value(compressed32, &wide)
    headerOffset = try Self.value(offset32, &wide)
    guard size == compressedSize else {
      throw CheckpointError(.invalidArchive(reason: "the sizes of '\(name)' contradict each other"))
    }
  }

  /// Returns a cursor over the 64-bit numbers of an entry's extra fields.
  private static func wideFields(_ extra: [UInt8]) throws(CheckpointError) -> ByteCursor {
    var cursor = ByteCursor(extra, what: "the extra fields of a member")
    while cursor.remaining > 0 {
      let identifier = try cursor.number(UInt16.self)
      let length = Int(try cursor.number(UInt16.self))
      let content = try cursor.take(length)
      if identifier == ZipFormat.extra64 {
        return ByteCursor(Array(content), what: "the 64-bit sizes of a member")
      }
    }
    return ByteCursor([], what: "the 64-bit sizes of a member")
  }

  /// Returns a field, or the next 64-bit number where the field says that it is too narrow.
  private static func value(
    _ narrow: UInt32, _ wide: inout ByteCursor
  ) throws(CheckpointError) -> Int {
    guard narrow == 0xFFFF_FFFF else { return Int(narrow) }
    guard let value = Int(exactly: try wide.number(UInt64.self)) else {
      throw CheckpointError(.invalidArchive(reason: "a size is out of range"))
    }
    return value
  }
}
