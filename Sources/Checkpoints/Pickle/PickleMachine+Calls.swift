extension PickleMachine {
  /// Replaces a type or function and its arguments by what the call would give.
  mutating func call() throws(CheckpointError) {
    guard case .tuple(let arguments) = try pop() else {
      throw damaged("a call has no arguments")
    }
    guard case .global(let callee) = try pop() else {
      throw damaged("what is called is no type or function")
    }
    try call(callee, heap.tuples[arguments])
  }

  private mutating func call(
    _ callee: PickleGlobal, _ arguments: [PickleItem]
  ) throws(CheckpointError) {
    switch (callee, arguments.first) {
    case (.orderedDict, nil), (.counter, nil):
      try push(dictionary: PickleHeap.Dictionary(isOrderedDict: callee == .orderedDict))
    case (.orderedDict, .list(let index)):
      try push(dictionary: try dictionary(ofPairs: heap.lists[index]))
    case (.counter, .dictionary(let index)):
      stack.append(.dictionary(index))
    case (.set, nil): try push(list: [])
    case (.set, .list(let index)): stack.append(.list(index))
    case (.size, nil): try push(tuple: [])
    case (.size, .tuple(let index)): stack.append(.tuple(index))
    case (.layout, .string(let name)): stack.append(.string(name))
    case (.device, .string(let name)) where name.utf8.count <= PickleLimits.keyBytes:
      if arguments.count > 1, case .int(let number) = arguments[1] {
        stack.append(.string("\(name):\(number)"))
      } else {
        stack.append(.string(name))
      }
    case (.byteArray, nil): stack.append(.bytes([]))
    case (.byteArray, .bytes(let bytes)): stack.append(.bytes(bytes))
    case (.byteArray, .string(let text)), (.encode, .string(let text)):
      stack.append(.bytes(try latin1(text)))
    case (.parameter, .tensor(let index)), (.rebuildParameter, .tensor(let index)),
      (.rebuildParameterWithState, .tensor(let index)):
      stack.append(.tensor(index))
    case (.rebuildTensor, .storage(let storage)), (.rebuildTensorV2, .storage(let storage)):
      let type = heap.storages[storage].type ?? .uint8
      try pushTensor(storage, type, arguments)
    case (.rebuildTensorV3, .storage(let storage)):
      guard arguments.count > 6, case .global(.elementType(let type)) = arguments[6] else {
        throw damaged("a tensor has no type")
      }
      try pushTensor(storage, type, arguments)
    case (.rebuildFromType, .global(let inner)):
      // A call may not nest in a call: no file does, and the depth would be the file's to choose.
      guard inner != .rebuildFromType, arguments.count > 2, case .tuple(let index) = arguments[2]
      else { throw damaged("a tensor subclass is rebuilt by no known function") }
      try call(inner, heap.tuples[index])
    default:
      throw damaged("\(callee) is called with \(arguments.first?.kind ?? "nothing")")
    }
  }

  /// Replaces a persistent id by the storage that it names.
  mutating func pushStorage() throws(CheckpointError) {
    guard case .tuple(let index) = try pop(), heap.tuples[index].count >= 5,
      case .string("storage") = heap.tuples[index][0],
      case .global(let storageClass) = heap.tuples[index][1],
      case .string(let key) = heap.tuples[index][2],
      case .string = heap.tuples[index][3],
      case .int(let count) = heap.tuples[index][4], count >= 0,
      key.utf8.count <= PickleLimits.keyBytes
    else { throw damaged("a storage is not described as PyTorch does") }
    var storage = PickleHeap.Storage(key: key, type: nil, count: count, part: 0..<count)
    switch storageClass {
    case .storage(let type): storage.type = type
    case .untypedStorage: break
    default: throw damaged("a storage is of no storage type")
    }
    // Old files name a part of another storage by a sixth element: its own key, offset and size.
    if heap.tuples[index].count > 5, case .tuple(let part) = heap.tuples[index][5] {
      guard heap.tuples[part].count == 3, case .int(let offset) = heap.tuples[part][1],
        case .int(let size) = heap.tuples[part][2], offset >= 0, size >= 0, offset <= count,
        size <= count - offset, storage.type != nil
      else { throw damaged("a part reaches outside of its storage") }
      storage.part = offset..<offset + size
    }
    try countObjects()
    stack.append(.storage(heap.storages.count))
    heap.storages.append(storage)
  }

  /// Pushes the tensor of `(storage, offset, shape, strides, ...)`, once it lies inside its storage.
  private mutating func pushTensor(
    _ storage: Int, _ type: ElementType, _ arguments: [PickleItem]
  ) throws(CheckpointError) {
    guard arguments.count >= 4, case .int(let offset) = arguments[1] else {
      throw damaged("a tensor is not described as PyTorch does")
    }
    var tensor = PickleHeap.Tensor(
      storage: storage, type: type, offset: offset, shape: try integers(arguments[2]),
      strides: try integers(arguments[3]))
    let owner = heap.storages[storage]
    var elements = owner.part.count
    if let stored = owner.type {
      guard stored == type else { throw damaged("a tensor is not of its storage's type") }
    } else {
      elements /= type.size
    }
    try tensor.check(elements: elements)
    tensor.offset += owner.part.lowerBound
    try countObjects(1 + tensor.shape.count)
    stack.append(.tensor(heap.tensors.count))
    heap.tensors.append(tensor)
  }

  private func integers(_ item: PickleItem) throws(CheckpointError) -> [Int] {
    let items: [PickleItem]
    switch item {
    case .tuple(let index): items = heap.tuples[index]
    case .list(let index): items = heap.lists[index]
    default: throw damaged("a shape is \(item.kind)")
    }
    guard items.count <= PickleLimits.dimensions else {
      throw CheckpointError(
        .limitExceeded(what: "a tensor of too many dimensions", limit: PickleLimits.dimensions))
    }
    var integers: [Int] = []
    for item in items {
      guard case .int(let value) = item else { throw damaged("a size is \(item.kind)") }
      integers.append(value)
    }
    return integers
  }

  /// Returns the dictionary of a list of pairs, as Python 2 wrote an `OrderedDict`.
  private mutating func dictionary(
    ofPairs items: [PickleItem]
  ) throws(CheckpointError) -> PickleHeap.Dictionary {
    try countObjects(items.count)
    var dictionary = PickleHeap.Dictionary(isOrderedDict: true)
    for item in items {
      let pair: [PickleItem]
      switch item {
      case .tuple(let index): pair = heap.tuples[index]
      case .list(let index): pair = heap.lists[index]
      default: pair = []
      }
      guard pair.count == 2 else { throw damaged("an entry of a dictionary is no pair") }
      dictionary.pairs.append((key: pair[0], value: pair[1]))
    }
    return dictionary
  }

  private mutating func latin1(_ text: String) throws(CheckpointError) -> [UInt8] {
    // The same text can be converted again and again.
    try countObjects(text.utf8.count / 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { throw damaged("a byte is above 255") }
      bytes.append(byte)
    }
    return bytes
  }
}
