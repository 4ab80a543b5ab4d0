import Basics

/// An archive whose members are read one at a time, each against its checksum.
///
/// The directory is checked as a whole first: every member lies before it, no two overlap, no name
/// is given twice.
package struct ZipReader {
  /// The members in the order of the directory.
  let entries: [ZipEntry]

  private let source: ByteSource
  private let indices: [String: Int]
  private let dataOffsets: [Int]

  /// The names of the members in the order of the directory.
  package var names: [String] { entries.map(\.name) }

  /// Reads the directory of an archive in memory.
  package init(_ bytes: [UInt8]) throws(CheckpointError) { try self.init(ByteSource(bytes)) }

  /// Reads the directory of the archive in `source`.
  init(_ source: ByteSource) throws(CheckpointError) {
    self.source = source
    let directory = try Self.directory(of: source)
    let bytes = try source.read(directory.size, at: directory.offset, "the zip directory")
    var cursor = ByteCursor(bytes, what: "the zip directory")
    var entries: [ZipEntry] = []
    var indices: [String: Int] = [:]
    while cursor.remaining > 0 {
      let entry = try ZipEntry(&cursor)
      guard indices.updateValue(entries.count, forKey: entry.name) == nil else {
        throw CheckpointError(.invalidArchive(reason: "'\(entry.name)' is there twice"))
      }
      entries.append(entry)
    }
    guard entries.count == directory.count else {
      throw CheckpointError(
        .invalidArchive(
          reason: "it announces \(directory.count) members and lists \(entries.count)"))
    }
    self.entries = entries
    self.indices = indices
    dataOffsets = try Self.dataOffsets(of: entries, in: source, before: directory.offset)
  }

  /// Returns the entry of that name, or nil.
  subscript(name: String) -> ZipEntry? { indices[name].map { entries[$0] } }

  /// Returns the bytes of the member `name`, once they match its checksum.
  package func contents(of name: String) throws(CheckpointError) -> [UInt8] {
    guard let index = indices[name] else { throw CheckpointError(.missingMember(name)) }
    let entry = entries[index]
    let bytes = try source.read(entry.size, at: dataOffsets[index], "'\(name)'")
    let checksum = CRC32.checksum(bytes)
    guard checksum == entry.checksum else {
      throw CheckpointError(
        .checksumMismatch(member: name, stored: entry.checksum, computed: checksum))
    }
    return bytes
  }

  /// Returns where the data of a member begins, once its local header agrees with the directory.
  private static func dataOffset(
    of entry: ZipEntry, in source: ByteSource
  ) throws(CheckpointError) -> Int {
    let what = "the header of '\(entry.name)'"
    let header = try source.read(ZipFormat.localSize, at: entry.headerOffset, what)
    var cursor = ByteCursor(header, what: what)
    let signature = try cursor.number(UInt32.self)
    _ = try cursor.take(2)
    let flags = try cursor.number(UInt16.self)
    let method = try cursor.number(UInt16.self)
    _ = try cursor.take(4)
    let checksum = try cursor.number(UInt32.self)
    _ = try cursor.take(8)
    let nameLength = Int(try cursor.number(UInt16.self))
    let extraLength = Int(try cursor.number(UInt16.self))
    let nameOffset = entry.headerOffset + ZipFormat.localSize
    let name = try source.read(nameLength, at: nameOffset, what)
    guard signature == ZipFormat.localSignature, name == entry.nameBytes,
      method == ZipFormat.stored,
      checksum == entry.checksum || flags & ZipFormat.descriptorFlag != 0
    else {
      throw CheckpointError(
        .invalidArchive(reason: "the header of '\(entry.name)' is not that of the directory"))
    }
    return nameOffset + nameLength + extraLength
  }

  /// Returns where the data of each entry begins, once no two overlap and all end before `limit`.
  private static func dataOffsets(
    of entries: [ZipEntry], in source: ByteSource, before limit: Int
  ) throws(CheckpointError) -> [Int] {
    var offsets = Array(repeating: 0, count: entries.count)
    var end = 0
    let places = entries.indices.sorted { entries[$0].headerOffset < entries[$1].headerOffset }
    for index in places {
      let entry = entries[index]
      guard entry.headerOffset >= end, entry.headerOffset <= limit - ZipFormat.localSize else {
        throw CheckpointError(.invalidArchive(reason: "'\(entry.name)' overlaps another part"))
      }
      let start = try dataOffset(of: entry, in: source)
      guard start <= limit, entry.size <= limit - start else {
        throw CheckpointError(.truncated(what: "'\(entry.name)'"))
      }
      offsets[index] = start
      end = start + entry.size
    }
    return offsets
  }

  private struct Directory {
    var count: Int
    var size: Int
    var offset: Int
  }

  /// Finds the central directory from the record at the end of the archive.
  private static func directory(of source: ByteSource) throws(CheckpointError) -> Directory {
    let length = min(source.count, ZipFormat.endSize + 0xFFFF)
    let tail = try source.read(length, at: source.count - length, "the zip directory")
    guard let end = lastEndRecord(in: tail) else {
      throw CheckpointError(.truncated(what: "the zip archive: it has no directory"))
    }
    var cursor = ByteCursor(tail, offset: end + 4, what: "the zip directory")
    let volumes = try cursor.number(UInt32.self)
    let countHere = try cursor.number(UInt16.self)
    let count = try cursor.number(UInt16.self)
    let size = try cursor.number(UInt32.self)
    let offset = try cursor.number(UInt32.self)
    guard volumes == 0, countHere == count else {
      throw CheckpointError(.unsupportedArchive(reason: "it has several volumes"))
    }
    var directory = Directory(count: Int(count), size: Int(size), offset: Int(offset))
    var endOffset = source.count - length + end
    // PyTorch writes the 64-bit record into small archives, too.
    if let wide = try directory64(of: source, endOffset: endOffset) {
      (directory, endOffset) = wide
    }
    guard directory.offset <= endOffset, directory.size == endOffset - directory.offset else {
      throw CheckpointError(.invalidArchive(reason: "the directory is not where the end says"))
    }
    return directory
  }

  private static func lastEndRecord(in tail: [UInt8]) -> Int? {
    guard tail.count >= ZipFormat.endSize else { return nil }
    for start in (0...tail.count - ZipFormat.endSize).reversed() {
      guard tail[start] == 0x50, tail[start + 1] == 0x4B, tail[start + 2] == 5,
        tail[start + 3] == 6
      else { continue }
      let comment = Int(tail[start + 20]) | Int(tail[start + 21]) << 8
      if start + ZipFormat.endSize + comment == tail.count { return start }
    }
    return nil
  }

  /// Returns the 64-bit directory and where its own end record begins, or nil where none is.
  private static func directory64(
    of source: ByteSource, endOffset: Int
  ) throws(CheckpointError) -> (Directory, Int)? {
    let locatorOffset = endOffset - ZipFormat.locator64Size
    guard locatorOffset >= ZipFormat.end64Size else { return nil }
    let what = "the 64-bit zip directory"
    var locator = ByteCursor(
      try source.read(ZipFormat.locator64Size, at: locatorOffset, what), what: what)
    guard try locator.number(UInt32.self) == ZipFormat.locator64Signature else { return nil }
    _ = try locator.take(4)
    let recordOffset = try integer(&locator)
    guard recordOffset <= locatorOffset - ZipFormat.end64Size else {
      throw CheckpointError(.truncated(what: what))
    }
    var record = ByteCursor(
      try source.read(ZipFormat.end64Size, at: recordOffset, what), what: what)
    guard try record.number(UInt32.self) == ZipFormat.end64Signature else {
      throw CheckpointError(.invalidArchive(reason: "it has no 64-bit directory where it says"))
    }
    _ = try record.take(20)
    let countHere = try integer(&record)
    let count = try integer(&record)
    guard count == countHere else {
      throw CheckpointError(.unsupportedArchive(reason: "it has several volumes"))
    }
    let size = try integer(&record)
    let offset = try integer(&record)
    return (Directory(count: count, size: size, offset: offset), recordOffset)
  }

  private static func integer(_ cursor: inout ByteCursor) throws(CheckpointError) -> Int {
    guard let value = Int(exactly: try cursor.number(UInt64.self)) else {
      throw CheckpointError(.invalidArchive(reason: "a size is out of range"))
    }
    return value
  }
}
