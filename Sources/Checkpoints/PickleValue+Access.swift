extension PickleValue {
  /// The truth value, or nil for anything else.
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The whole number, or nil for anything else.
  public var intValue: Int? { if case .int(let value) = self { value } else { nil } }

  /// The number, whole or not or a tensor of one element; nil for anything else.
  public var doubleValue: Double? {
    switch self {
    case .double(let value): value
    case .int(let value): Double(value)
    case .tensor(let tensor) where tensor.count == 1: tensor.doubles().first
    default: nil
    }
  }

  /// The text, or nil for anything else.
  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements of a list or tuple, or nil for anything else.
  public var listValue: [PickleValue]? {
    switch self {
    case .list(let values), .tuple(let values): values
    default: nil
    }
  }

  /// The dictionary, or nil for anything else.
  public var dictionaryValue: PickleDictionary? {
    if case .dictionary(let value) = self { value } else { nil }
  }

  /// The tensor, or nil for anything else.
  public var tensorValue: StoredTensor? { if case .tensor(let value) = self { value } else { nil } }

  /// The value of `key` in a dictionary, or at that place in a list or tuple; nil where none is.
  public subscript(key: PickleKey) -> PickleValue? {
    if let dictionary = dictionaryValue { return dictionary[key] }
    guard let values = listValue, case .int(let index) = key, values.indices.contains(index)
    else { return nil }
    return values[index]
  }

  /// Returns the value found by following `keys` from here.
  ///
  /// - Throws: ``CheckpointError`` with the keys up to the first one that is absent.
  public func value(at keys: PickleKey...) throws(CheckpointError) -> PickleValue {
    try value(at: keys)
  }

  /// Returns the whole number at `keys`.
  public func integer(at keys: PickleKey...) throws(CheckpointError) -> Int {
    try typed(keys, "a whole number") { $0.intValue }
  }

  /// Returns the number at `keys`, whole or not, or the one of a tensor of one element.
  public func number(at keys: PickleKey...) throws(CheckpointError) -> Double {
    try typed(keys, "a number") { $0.doubleValue }
  }

  /// Returns the truth value at `keys`.
  public func bool(at keys: PickleKey...) throws(CheckpointError) -> Bool {
    try typed(keys, "a truth value") { $0.boolValue }
  }

  /// Returns the text at `keys`.
  public func string(at keys: PickleKey...) throws(CheckpointError) -> String {
    try typed(keys, "text") { $0.stringValue }
  }

  /// Returns the elements of the list or tuple at `keys`.
  public func list(at keys: PickleKey...) throws(CheckpointError) -> [PickleValue] {
    try typed(keys, "a list") { $0.listValue }
  }

  /// Returns the dictionary at `keys`.
  public func dictionary(at keys: PickleKey...) throws(CheckpointError) -> PickleDictionary {
    try typed(keys, "a dictionary") { $0.dictionaryValue }
  }

  /// Returns the tensor at `keys`.
  public func tensor(at keys: PickleKey...) throws(CheckpointError) -> StoredTensor {
    try typed(keys, "a tensor") { $0.tensorValue }
  }

  /// Returns the names and tensors of the dictionary at `keys`, in order: a state dictionary.
  ///
  /// - Throws: ``CheckpointError`` that names the first entry that is not a tensor under a name.
  public func stateDict(
    at keys: PickleKey...
  ) throws(CheckpointError) -> [(name: String, tensor: StoredTensor)] {
    var entries: [(name: String, tensor: StoredTensor)] = []
    for (key, value) in try typed(keys, "a dictionary", { $0.dictionaryValue }).pairs {
      guard case .string(let name) = key, case .tensor(let tensor) = value else {
        throw CheckpointError(
          .wrongType(keys: keys + [key], expected: "a tensor", found: value.kind))
      }
      entries.append((name: name, tensor: tensor))
    }
    return entries
  }

  private func typed<Value>(
    _ keys: [PickleKey], _ expected: String, _ conversion: (PickleValue) -> Value?
  ) throws(CheckpointError) -> Value {
    let found = try value(at: keys)
    guard let value = conversion(found) else {
      throw CheckpointError(.wrongType(keys: keys, expected: expected, found: found.kind))
    }
    return value
  }

  private func value(at keys: [PickleKey]) throws(CheckpointError) -> PickleValue {
    var current = self
    for (depth, key) in keys.enumerated() {
      guard let next = current[key] else {
        let passed = Array(keys[..<depth])
        guard current.dictionaryValue != nil || current.listValue != nil else {
          throw CheckpointError(
            .wrongType(keys: passed, expected: "a dictionary", found: current.kind))
        }
        throw CheckpointError(.missingKey(keys: passed + [key]))
      }
      current = next
    }
    return current
  }
}
