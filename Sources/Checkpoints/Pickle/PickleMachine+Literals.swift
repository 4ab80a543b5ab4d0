extension PickleMachine {
  /// Pushes the value that stands in the instruction itself.
  mutating func pushLiteral(_ opcode: PickleOpcode) throws(CheckpointError) {
    switch opcode {
    case .newTrue: stack.append(.bool(true))
    case .newFalse: stack.append(.bool(false))
    case .binInt:
      stack.append(.int(Int(Int32(bitPattern: try cursor.number(UInt32.self)))))
    case .binInt1: stack.append(.int(Int(try cursor.byte())))
    case .binInt2: stack.append(.int(Int(try cursor.number(UInt16.self))))
    case .long1: stack.append(.int(try integer(length: Int(try cursor.byte()))))
    case .long4: stack.append(.int(try integer(length: try length(UInt32.self))))
    case .binFloat:
      let bits = try cursor.number(UInt64.self).byteSwapped
      stack.append(.double(Double(bitPattern: bits)))
    case .shortBinUnicode, .shortBinString:
      stack.append(.string(try text(try cursor.take(Int(try cursor.byte())))))
    case .binUnicode, .binString:
      stack.append(.string(try text(try cursor.take(try length(UInt32.self)))))
    case .binUnicode8: stack.append(.string(try text(try cursor.take(try length(UInt64.self)))))
    case .shortBinBytes: stack.append(.bytes(Array(try cursor.take(Int(try cursor.byte())))))
    case .binBytes: stack.append(.bytes(Array(try cursor.take(try length(UInt32.self)))))
    case .binBytes8, .byteArray8:
      stack.append(.bytes(Array(try cursor.take(try length(UInt64.self)))))
    default: stack.append(.null)
    }
  }

  /// Returns `bytes` as text.
  func text(_ bytes: ArraySlice<UInt8>) throws(CheckpointError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw damaged("a text is not UTF-8")
    }
    return text
  }

  private mutating func length<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) throws(CheckpointError) -> Int {
    guard let length = Int(exactly: try cursor.number(type)) else {
      throw damaged("a length is out of range")
    }
    return length
  }

  /// Returns a two's complement number of any length that fits 64 bits.
  private mutating func integer(length: Int) throws(CheckpointError) -> Int {
    let bytes = try cursor.take(length)
    let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
    let filler: UInt8 = isNegative ? 0xFF : 0
    var value: UInt64 = isNegative ? .max : 0
    for (index, byte) in bytes.enumerated() {
      if index < 8 {
        value &= ~(0xFF << UInt64(8 * index))
        value |= UInt64(byte) << UInt64(8 * index)
      } else if byte != filler {
        throw damaged("a whole number needs more than 64 bits")
      }
    }
    let result = Int(Int64(bitPattern: value))
    guard (result < 0) == isNegative else {
      throw damaged("a whole number needs more than 64 bits")
    }
    return result
  }
}
