/// Writes a value as the pickle of a PyTorch file: protocol 2, tensors as references to storages.
///
/// The bytes of tensors are not copied: ``storages`` lists the tensors whose bytes go into the
/// members `data/0`, `data/1`, ... of the archive.
struct PickleWriter {
  /// The pickle so far.
  private(set) var bytes: [UInt8] = []

  /// The tensors in the order of their storages' keys.
  private(set) var storages: [StoredTensor] = []

  private enum Remembered: Hashable {
    case text(String)
    case global(String)
  }

  /// The places of what was written before, so that it is written once.
  private var memo: [Remembered: UInt32] = [:]

  /// Writes the pickle of `value`.
  init(_ value: PickleValue) {
    append(.proto)
    bytes.append(2)
    write(value)
    append(.stop)
  }

  private mutating func append(_ opcode: PickleOpcode) { bytes.append(opcode.rawValue) }

  private mutating func write(_ value: PickleValue) {
    switch value {
    case .null: append(.none)
    case .bool(let value): append(value ? .newTrue : .newFalse)
    case .int(let value): write(value)
    case .double(let value):
      append(.binFloat)
      bytes.append(littleEndian: value.bitPattern.byteSwapped)
    case .string(let text): write(text)
    case .bytes(let bytes): write(bytes)
    case .list(let values):
      append(.emptyList)
      append(.mark)
      for value in values { write(value) }
      append(.appends)
    case .tuple(let values):
      append(.mark)
      for value in values { write(value) }
      append(.tuple)
    case .dictionary(let dictionary): write(dictionary)
    case .tensor(let tensor): write(tensor)
    }
  }

  private mutating func write(_ value: Int) {
    if let small = UInt8(exactly: value) {
      append(.binInt1)
      bytes.append(small)
    } else if let medium = UInt16(exactly: value) {
      append(.binInt2)
      bytes.append(littleEndian: medium)
    } else if let large = Int32(exactly: value) {
      append(.binInt)
      bytes.append(littleEndian: large)
    } else {
      append(.long1)
      bytes.append(8)
      bytes.append(littleEndian: value)
    }
  }

  private mutating func write(_ text: String) {
    if recall(.text(text)) { return }
    append(.binUnicode)
    let utf8 = Array(text.utf8)
    bytes.append(littleEndian: UInt32(utf8.count))
    bytes += utf8
    remember(.text(text))
  }

  /// Writes bytes as the text of their codes, converted back by `_codecs.encode`.
  private mutating func write(_ content: [UInt8]) {
    writeGlobal("_codecs", "encode")
    append(.binUnicode)
    let text = Array(String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) })).utf8)
    bytes.append(littleEndian: UInt32(text.count))
    bytes += text
    write("latin1")
    append(.tuple2)
    append(.reduce)
  }

  private mutating func write(_ dictionary: PickleDictionary) {
    if dictionary.isOrderedDict { writeEmptyOrderedDict() } else { append(.emptyDict) }
    append(.mark)
    for (key, value) in dictionary.pairs {
      switch key {
      case .string(let name): write(name)
      case .int(let number): write(number)
      }
      write(value)
    }
    append(.setItems)
  }

  private mutating func writeEmptyOrderedDict() {
    writeGlobal("collections", "OrderedDict")
    append(.emptyTuple)
    append(.reduce)
  }

  /// Writes `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`, for the
  /// types without a storage class `_rebuild_tensor_v3`, which has the type behind them.
  private mutating func write(_ tensor: StoredTensor) {
    let storageClass = tensor.type.storageClass
    let version = storageClass == nil ? 3 : 2
    writeGlobal("torch._utils", "_rebuild_tensor_v\(version)")
    append(.mark)
    append(.mark)
    write("storage")
    if let storageClass {
      writeGlobal("torch", storageClass)
    } else {
      writeGlobal("torch.storage", "UntypedStorage")
    }
    write(String(storages.count))
    write("cpu")
    write(storageClass == nil ? tensor.byteCount : tensor.count)
    append(.tuple)
    append(.binPersistentID)
    write(0)
    write(.tuple(tensor.shape.map { .int($0) }))
    write(.tuple(strides(of: tensor.shape).map { .int($0) }))
    append(.newFalse)
    writeEmptyOrderedDict()
    if storageClass == nil { writeGlobal("torch", tensor.type.rawValue) }
    append(.tuple)
    append(.reduce)
    storages.append(tensor)
  }

  /// Returns the strides of a row-major tensor, in elements.
  private func strides(of shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * max(1, shape[axis + 1])
    }
    return strides
  }

  private mutating func writeGlobal(_ module: String, _ name: String) {
    let line = "\(module)\n\(name)\n"
    if recall(.global(line)) { return }
    append(.global)
    bytes += Array(line.utf8)
    remember(.global(line))
  }

  private mutating func recall(_ item: Remembered) -> Bool {
    guard let index = memo[item] else { return false }
    if let short = UInt8(exactly: index) {
      append(.binGet)
      bytes.append(short)
    } else {
      append(.longBinGet)
      bytes.append(littleEndian: index)
    }
    return true
  }

  private mutating func remember(_ item: Remembered) {
    let index = UInt32(memo.count)
    memo[item] = index
    if let short = UInt8(exactly: index) {
      append(.binPut)
      bytes.append(short)
    } else {
      append(.longBinPut)
      bytes.append(littleEndian: index)
    }
  }
}
