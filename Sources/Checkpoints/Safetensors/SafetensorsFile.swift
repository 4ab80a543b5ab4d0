import Basics

/// Named tensors in Hugging Face's safetensors format.
///
/// The file is an 8-byte length, a JSON header that gives each tensor a type, a shape and its place,
/// and the bytes of the tensors.
public struct SafetensorsFile: Sendable {
  /// The tensors; after reading, in the order of the header.
  public var tensors: [(name: String, tensor: StoredTensor)]

  /// Free text about the file.
  ///
  /// Hugging Face's library expects `format` to be `pt`.
  public var metadata: [String: String]

  /// The longest header that the format allows, in bytes.
  static let maximumHeader = 100_000_000

  /// The key of the header that is no tensor.
  static let metadataKey = "__metadata__"

  /// Creates a file of `tensors`, whose names must differ.
  public init(
    tensors: [(name: String, tensor: StoredTensor)], metadata: [String: String] = ["format": "pt"]
  ) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Writes the file to `path`, whole or not at all.
  ///
  /// Tensors go by type, the widest first, then by name, so that each lies at a multiple of its
  /// element's size and the same tensors give the same bytes.
  ///
  /// - Throws: ``CheckpointError`` with the reason; an earlier file of that name is then intact.
  public func write(to path: String) throws(CheckpointError) {
    let sorted = sortedTensors()
    do throws(FileError) {
      try AtomicFile.write(to: path) { (file: inout FileWriter) throws(FileError) in
        try file.write(header(of: sorted))
        for entry in sorted { try file.write(entry.tensor.bytes) }
      }
    } catch {
      throw CheckpointError(.cannotWrite(reason: error.code.reason), path: path)
    }
  }

  /// Returns the bytes of the file that ``write(to:)`` would write.
  public func encode() -> [UInt8] {
    let sorted = sortedTensors()
    return sorted.reduce(into: header(of: sorted)) { $0 += $1.tensor.bytes }
  }

  private func sortedTensors() -> [(name: String, tensor: StoredTensor)] {
    let names = Set(tensors.map(\.name))
    precondition(names.count == tensors.count, "two tensors of a safetensors file share a name")
    precondition(!names.contains(Self.metadataKey), "\(Self.metadataKey) is not a tensor's name")
    return tensors.sorted { left, right in
      let (leftRank, rightRank) = (rank(left.tensor.type), rank(right.tensor.type))
      if leftRank != rightRank { return leftRank > rightRank }
      return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
  }

  /// Returns the place of a type in the order of the reference implementation.
  private func rank(_ type: ElementType) -> Int {
    let order: [ElementType] = [
      .bool, .uint8, .int8, .int16, .uint16, .float16, .bfloat16, .int32, .uint32, .float32,
      .float64, .int64, .uint64,
    ]
    return order.firstIndex(of: type) ?? 0
  }

  /// Returns the length and the header, padded with blanks to a multiple of 8.
  private func header(of sorted: [(name: String, tensor: StoredTensor)]) -> [UInt8] {
    var entries = JSONObject()
    if !metadata.isEmpty {
      let sortedMetadata = metadata.sorted { $0.key < $1.key }
      entries[Self.metadataKey] = .object(
        JSONObject(sortedMetadata.map { ($0.key, .string($0.value)) }))
    }
    var offset = 0
    for (name, tensor) in sorted {
      let end = offset + tensor.byteCount
      entries[name] = [
        "dtype": .string(tensor.type.safetensorsName),
        "shape": .array(tensor.shape.map { .int($0) }),
        "data_offsets": [.int(offset), .int(end)],
      ]
      offset = end
    }
    var text = Array(JSONValue.object(entries).text().utf8)
    while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
    var header: [UInt8] = []
    header.append(littleEndian: UInt64(text.count))
    return header + text
  }
}
