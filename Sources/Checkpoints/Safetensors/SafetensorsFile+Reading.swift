import Basics

extension SafetensorsFile {
  /// Reads the file at `path`.
  ///
  /// Every rule of the format is enforced: the header's length, no name twice, no hole, no overlap,
  /// sizes that match shapes and types, nothing behind the last tensor.
  ///
  /// - Throws: ``CheckpointError`` that names the file and what is wrong with it.
  public static func read(_ path: String) throws(CheckpointError) -> SafetensorsFile {
    do throws(CheckpointError) {
      return try decode(try ByteSource(path: path))
    } catch {
      throw error.about(path)
    }
  }

  /// Reads the bytes of a file; see ``read(_:)``.
  public static func decode(_ bytes: [UInt8]) throws(CheckpointError) -> SafetensorsFile {
    try decode(ByteSource(bytes))
  }

  private static func decode(_ source: ByteSource) throws(CheckpointError) -> SafetensorsFile {
    var start = ByteCursor(
      try source.read(8, at: 0, "the length of the header"), what: "the length of the header")
    guard let length = Int(exactly: try start.number(UInt64.self)), length <= maximumHeader else {
      throw CheckpointError(.notACheckpoint(expected: "a safetensors file"))
    }
    let text = try source.read(length, at: 8, "the header")
    guard text.first == UInt8(ascii: "{") else {
      throw CheckpointError(.notACheckpoint(expected: "a safetensors file"))
    }
    let entries = try parse(text)
    let dataOffset = 8 + length
    var metadata: [String: String] = [:]
    var places: [Place] = []
    for (name, entry) in entries.pairs {
      if name == metadataKey {
        metadata = try strings(entry)
      } else {
        places.append(try Place(name, entry))
      }
    }
    try checkOrder(places, dataSize: source.count - dataOffset)
    var tensors: [(name: String, tensor: StoredTensor)] = []
    tensors.reserveCapacity(places.count)
    for place in places {
      let bytes = try source.read(
        place.range.count, at: dataOffset + place.range.lowerBound, "'\(place.name)'")
      let tensor = StoredTensor(type: place.type, shape: place.shape, bytes: bytes)
      tensors.append((name: place.name, tensor: tensor))
    }
    return SafetensorsFile(tensors: tensors, metadata: metadata)
  }

  /// An entry of the header.
  private struct Place {
    var name: String
    var type: ElementType
    var shape: [Int]
    var range: Range<Int>

    init(_ name: String, _ entry: JSONValue) throws(CheckpointError) {
      self.name = name
      guard let typeName = entry["dtype"]?.string else {
        throw invalid("'\(name)' has no dtype")
      }
      guard let type = ElementType.allCases.first(where: { $0.safetensorsName == typeName }) else {
        throw CheckpointError(.unsupportedType(typeName))
      }
      self.type = type
      shape = try integers(entry["shape"], "the shape of '\(name)'")
      let offsets = try integers(entry["data_offsets"], "data_offsets of '\(name)'")
      guard offsets.count == 2, offsets[0] <= offsets[1] else {
        throw invalid("'\(name)' has the data_offsets \(offsets)")
      }
      range = offsets[0]..<offsets[1]
      guard let needed = StoredTensor.byteCount(type, shape), needed == range.count else {
        throw invalid(
          "'\(name)' has \(range.count) bytes, which do not fit \(typeName) of shape \(shape)")
      }
    }
  }

  private static func invalid(_ reason: String) -> CheckpointError {
    CheckpointError(.invalidHeader(reason: reason))
  }

  private static func parse(_ text: [UInt8]) throws(CheckpointError) -> JSONObject {
    do throws(JSONError) {
      // The format has objects in an object and lists in those: nothing nests deeper.
      if let object = try JSONValue.parse(text, maximumDepth: 8).object { return object }
    } catch {
      throw invalid(error.description)
    }
    throw invalid("it is no object")
  }

  private static func integers(
    _ value: JSONValue?, _ what: String
  ) throws(CheckpointError) -> [Int] {
    guard let values = value?.array else { throw invalid("\(what) is no list") }
    var integers: [Int] = []
    for value in values {
      guard let integer = value.int, integer >= 0 else {
        throw invalid("\(what) holds something other than sizes")
      }
      integers.append(integer)
    }
    return integers
  }

  private static func strings(_ value: JSONValue) throws(CheckpointError) -> [String: String] {
    guard let object = value.object else { throw invalid("\(metadataKey) is no object") }
    var strings: [String: String] = [:]
    for (key, value) in object.pairs {
      guard let text = value.string else { throw invalid("\(metadataKey).\(key) is no text") }
      strings[key] = text
    }
    return strings
  }

  /// Checks that the tensors lie one behind the other and fill the data.
  private static func checkOrder(_ places: [Place], dataSize: Int) throws(CheckpointError) {
    var end = 0
    let sorted = places.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for place in sorted {
      guard place.range.lowerBound == end else {
        let what = place.range.lowerBound < end ? "overlaps another tensor" : "follows a hole"
        throw invalid("'\(place.name)' \(what)")
      }
      end = place.range.upperBound
    }
    guard end <= dataSize else { throw CheckpointError(.truncated(what: "the tensors")) }
    guard end == dataSize else {
      throw invalid("\(dataSize - end) bytes behind the last tensor belong to none")
    }
  }
}
