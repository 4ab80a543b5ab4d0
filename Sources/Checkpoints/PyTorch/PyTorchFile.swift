import Basics

/// Files that `torch.load(path, weights_only=True)` opens, and that `torch.save` writes.
public enum PyTorchFile {
  /// Writes `value` to `path`, whole or not at all.
  ///
  /// The same value gives the same bytes.
  ///
  /// - Throws: ``CheckpointError`` with the reason; an earlier file of that name is then intact.
  public static func write(_ value: PickleValue, to path: String) throws(CheckpointError) {
    do throws(FileError) {
      try AtomicFile.write(to: path) { (file: inout FileWriter) throws(FileError) in
        try forEachPiece(of: value) { (piece) throws(FileError) in try file.write(piece) }
      }
    } catch {
      throw CheckpointError(.cannotWrite(reason: error.code.reason), path: path)
    }
  }

  /// Returns the bytes of the file that ``write(_:to:)`` would write.
  public static func encode(_ value: PickleValue) -> [UInt8] {
    var bytes: [UInt8] = []
    forEachPiece(of: value) { bytes += $0 }
    return bytes
  }

  /// Reads the file at `path`, in PyTorch's zip format or the older one.
  ///
  /// Nothing in the file is executed. Every checksum, size and stride is checked, and memory stays
  /// within a small multiple of the file's size.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - names: what is left out of the outermost dictionary, and takes no memory; its checksums count all the same.
  /// - Throws: ``CheckpointError`` that names the file and what is wrong with it.
  public static func read(
    _ path: String, leavingOut names: Set<String> = []
  ) throws(CheckpointError) -> PickleValue {
    do throws(CheckpointError) {
      return try decode(try ByteSource(path: path), leavingOut: names)
    } catch {
      throw error.about(path)
    }
  }

  /// Reads the bytes of a file; see ``read(_:)``.
  public static func decode(_ bytes: [UInt8]) throws(CheckpointError) -> PickleValue {
    try decode(ByteSource(bytes))
  }

  private static func decode(
    _ source: ByteSource, leavingOut names: Set<String> = []
  ) throws(CheckpointError) -> PickleValue {
    let start = try source.read(min(source.count, legacyMagic.count), at: 0, "the file")
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return try decodeArchive(try ZipReader(source), leavingOut: names, fileSize: source.count)
    }
    if start == legacyMagic { return try decodeLegacy(source, leavingOut: names) }
    if start.isEmpty { throw CheckpointError(.truncated(what: "the file: it is empty")) }
    throw CheckpointError(.notACheckpoint(expected: "a file written by torch.save"))
  }

  private static func decodeArchive(
    _ archive: ZipReader, leavingOut names: Set<String>, fileSize: Int
  ) throws(CheckpointError) -> PickleValue {
    let suffix = "/data.pkl"
    guard
      let pickle = archive.entries.first(where: {
        $0.name.hasSuffix(suffix) && !$0.name.dropLast(suffix.count).contains("/")
      })
    else { throw CheckpointError(.missingMember("data.pkl")) }
    let root = pickle.name.dropLast(suffix.count)
    guard archive["\(root)/constants.pkl"] == nil else {
      throw CheckpointError(.unsupportedValue("a TorchScript program"))
    }
    if archive["\(root)/byteorder"] != nil,
      try archive.contents(of: "\(root)/byteorder") != Array("little".utf8)
    {
      throw CheckpointError(.unsupportedValue("big-endian numbers"))
    }
    guard pickle.size <= PickleLimits.bytes else {
      throw CheckpointError(
        .limitExceeded(what: "the pickle is too long", limit: PickleLimits.bytes))
    }
    var machine = PickleMachine(try archive.contents(of: pickle.name))
    let result = try machine.run()
    machine.heap.remove(names, from: result)
    var assembler = PickleAssembler(machine.heap, fileSize: fileSize) {
      (storage) throws(CheckpointError) in try archive.contents(of: "\(root)/data/\(storage.key)")
    }
    let value = try assembler.value(of: result)
    // What no tensor uses must be whole as well: a damaged file is not to be trusted in part.
    let used = Set(assembler.storages.keys.map { "\(root)/data/\($0)" })
    for entry in archive.entries where !used.contains(entry.name) {
      _ = try archive.contents(of: entry.name)
    }
    return value
  }

  /// Hands out the parts of the archive in order: headers, the pickle, the bytes of each tensor.
  ///
  /// Root folder, members and their order are those of `torch.save`.
  private static func forEachPiece<Failure: Error>(
    of value: PickleValue, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let pickle = PickleWriter(value)
    var archive = ZipWriter()
    var identifier = CRC32()
    func add(_ name: String, _ bytes: [UInt8]) throws(Failure) {
      let checksum = CRC32.checksum(bytes)
      try body(archive.begin("archive/\(name)", size: bytes.count, checksum: checksum))
      try body(bytes)
      var summary = Array(name.utf8)
      summary.append(littleEndian: checksum)
      identifier.update(summary)
    }
    try add("data.pkl", pickle.bytes)
    try add(".format_version", Array("1".utf8))
    try add(".storage_alignment", Array("\(ZipWriter.alignment)".utf8))
    try add("byteorder", Array("little".utf8))
    for (key, tensor) in pickle.storages.enumerated() { try add("data/\(key)", tensor.bytes) }
    try add("version", Array("3\n".utf8))
    let digits = String(identifier.value)
    try add(
      ".data/serialization_id",
      Array((String(repeating: "0", count: 40 - digits.utf8.count) + digits).utf8))
    try body(archive.finish())
  }
}
