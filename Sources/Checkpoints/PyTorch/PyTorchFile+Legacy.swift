extension PyTorchFile {
  /// How a file of the older format starts: a pickle of the number 0x1950a86a20f9469cfc6c.
  static let legacyMagic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// Reads the format before PyTorch 1.6: magic number, protocol, machine, object, the keys of the
  /// storages, then for each storage its count of elements and their bytes.
  ///
  /// The format has no checksums.
  static func decodeLegacy(
    _ source: ByteSource, leavingOut names: Set<String>
  ) throws(CheckpointError) -> PickleValue {
    let bytes = try source.read(min(source.count, PickleLimits.bytes), at: 0, "the pickle")
    var machine = PickleMachine(bytes, at: legacyMagic.count)
    guard case .int(1001) = try machine.run() else {
      throw CheckpointError(.notACheckpoint(expected: "protocol 1001 of torch.save"))
    }
    guard case .dictionary(let index) = try machine.run() else {
      throw machine.damaged("there is no description of the machine")
    }
    for (key, value) in machine.heap.dictionaries[index].pairs {
      if case .string("little_endian") = key, case .bool(false) = value {
        throw CheckpointError(.unsupportedValue("big-endian numbers"))
      }
    }
    let result = try machine.run()
    guard case .list(let keys) = try machine.run() else {
      throw machine.damaged("there is no list of storages")
    }
    let places = try legacyPlaces(
      machine.heap.lists[keys], of: machine.heap.storages, in: source, from: machine.offset)
    machine.heap.remove(names, from: result)
    var assembler = PickleAssembler(machine.heap, fileSize: source.count) {
      (storage) throws(CheckpointError) in
      guard let place = places[storage.key] else {
        throw CheckpointError(.missingMember("storage '\(storage.key)'"))
      }
      return try source.read(place.count, at: place.lowerBound, "storage '\(storage.key)'")
    }
    return try assembler.value(of: result)
  }

  /// Returns where the bytes of each storage lie; they must reach to the end of the file.
  private static func legacyPlaces(
    _ keys: [PickleItem], of storages: [PickleHeap.Storage], in source: ByteSource,
    from start: Int
  ) throws(CheckpointError) -> [String: Range<Int>] {
    var sizes: [String: Int] = [:]
    for storage in storages { sizes[storage.key] = storage.type?.size ?? 1 }
    var places: [String: Range<Int>] = [:]
    var offset = start
    for item in keys {
      guard case .string(let key) = item, let size = sizes[key] else {
        throw CheckpointError(.unsupportedValue("a storage that no tensor uses"))
      }
      let what = "storage '\(key)'"
      var count = ByteCursor(try source.read(8, at: offset, what), what: what)
      let (length, overflow) =
        Int(truncatingIfNeeded: try count.number(UInt64.self)).multipliedReportingOverflow(by: size)
      offset += 8
      guard !overflow, length >= 0, length <= source.count - offset else {
        throw CheckpointError(.truncated(what: what))
      }
      places[key] = offset..<offset + length
      offset += length
    }
    guard offset == source.count else {
      throw CheckpointError(.unsupportedValue("\(source.count - offset) bytes behind its end"))
    }
    return places
  }
}
