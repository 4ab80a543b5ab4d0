/// The fields of an encoded message: a test's own reader of what the program writes.
struct ProtobufFields {
  private(set) var numbers: [(field: Int, value: UInt64)] = []
  private(set) var blobs: [(field: Int, bytes: [UInt8])] = []

  /// Reads a message; nil when it is none.
  init?(_ bytes: [UInt8]) {
    var place = 0
    func varint() -> UInt64? {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while place < bytes.count, shift < 64 {
        let byte = bytes[place]
        place += 1
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
      return nil
    }
    while place < bytes.count {
      guard let key = varint() else { return nil }
      let field = Int(key >> 3)
      switch key & 7 {
      case 0:
        guard let value = varint() else { return nil }
        numbers.append((field, value))
      case 2:
        guard let count = varint(), place + Int(count) <= bytes.count else { return nil }
        blobs.append((field, Array(bytes[place..<place + Int(count)])))
        place += Int(count)
      case let kind where kind == 1 || kind == 5:
        let width = kind == 1 ? 8 : 4
        guard place + width <= bytes.count else { return nil }
        numbers.append(
          (field, (0..<width).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }))
        place += width
      default: return nil
      }
    }
  }

  /// The number of a field.
  subscript(number field: Int) -> UInt64? { numbers.first { $0.field == field }?.value }

  /// The text of a field.
  subscript(text field: Int) -> String? {
    blobs.first { $0.field == field }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// The messages of a field.
  subscript(messages field: Int) -> [ProtobufFields] {
    blobs.filter { $0.field == field }.compactMap { ProtobufFields($0.bytes) }
  }
}
