/// A message of Protocol Buffers, built field by field.
///
/// Fields are written in the order in which they are added, in proto3's wire format. TensorBoard's, W&B's and ONNX files need
/// no more than this of it.
public struct ProtobufMessage: Sendable, Equatable {
  /// The encoded message.
  public private(set) var bytes: [UInt8] = []

  /// How a field's value is laid out; the raw values are the wire format's.
  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }

  /// Creates an empty message.
  public init() {}

  /// Adds a whole number: `int32`, `int64`, `bool` or an enumeration.
  public mutating func add(_ field: Int, _ value: Int) {
    addKey(field, .varint)
    addVarint(UInt64(bitPattern: Int64(value)))
  }

  /// Adds a `double`.
  public mutating func add(_ field: Int, _ value: Double) {
    addKey(field, .fixed64)
    bytes.append(littleEndian: value.bitPattern)
  }

  /// Adds a `float`.
  public mutating func add(_ field: Int, _ value: Float) {
    addKey(field, .fixed32)
    bytes.append(littleEndian: value.bitPattern)
  }

  /// Adds a `string`.
  public mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  /// Adds a message.
  public mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

  /// Adds a message that is built here.
  public mutating func add(_ field: Int, _ build: (inout ProtobufMessage) -> Void) {
    var message = ProtobufMessage()
    build(&message)
    add(field, message)
  }

  /// Adds `bytes`.
  public mutating func add(_ field: Int, _ value: [UInt8]) {
    addKey(field, .lengthDelimited)
    addVarint(UInt64(value.count))
    bytes += value
  }

  /// Adds a packed `repeated double`.
  public mutating func add(_ field: Int, packed values: [Double]) {
    addKey(field, .lengthDelimited)
    addVarint(UInt64(8 * values.count))
    for value in values { bytes.append(littleEndian: value.bitPattern) }
  }

  private mutating func addKey(_ field: Int, _ type: WireType) {
    addVarint(UInt64(field) << 3 | type.rawValue)
  }

  /// Seven bits a byte, the lowest first; all but the last have the top bit set.
  private mutating func addVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
