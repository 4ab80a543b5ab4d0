/// A dictionary that keeps the order in which its keys were first set, as Python's do.
public struct PickleDictionary: Sendable {
  /// Whether it is a `collections.OrderedDict` in the file, as state dictionaries are.
  public var isOrderedDict: Bool

  /// The keys in order.
  public private(set) var keys: [PickleKey] = []

  private var storage: [PickleKey: PickleValue] = [:]

  /// Creates an empty dictionary.
  public init(isOrderedDict: Bool = false) { self.isOrderedDict = isOrderedDict }

  /// Creates a dictionary of `pairs`; a repeated key keeps its first place and its last value.
  public init(_ pairs: [(key: PickleKey, value: PickleValue)], isOrderedDict: Bool = false) {
    self.isOrderedDict = isOrderedDict
    keys.reserveCapacity(pairs.count)
    storage.reserveCapacity(pairs.count)
    for pair in pairs { self[pair.key] = pair.value }
  }

  /// Creates the dictionary of a network's parameters and buffers, in PyTorch's type for it.
  public init(stateDict tensors: [(name: String, tensor: StoredTensor)]) {
    self.init(
      tensors.map { (key: .string($0.name), value: .tensor($0.tensor)) }, isOrderedDict: true)
  }

  /// The number of keys.
  public var count: Int { keys.count }

  /// The keys with their values, in order.
  public var pairs: [(key: PickleKey, value: PickleValue)] {
    keys.compactMap { key in storage[key].map { (key: key, value: $0) } }
  }

  /// The value of `key`, or nil; assigning nil removes the key.
  public subscript(key: PickleKey) -> PickleValue? {
    get { storage[key] }
    set {
      if let newValue {
        if storage.updateValue(newValue, forKey: key) == nil { keys.append(key) }
      } else if storage.removeValue(forKey: key) != nil {
        keys.removeAll { $0 == key }
      }
    }
  }
}

extension PickleDictionary: Equatable {
  /// Whether both hold the same values under the same keys in the same order.
  ///
  /// Whether one is an `OrderedDict` makes no difference, as in Python.
  public static func == (left: Self, right: Self) -> Bool {
    left.keys == right.keys && left.storage == right.storage
  }
}

extension PickleDictionary: ExpressibleByDictionaryLiteral {
  /// Creates a dictionary of the pairs in their order.
  public init(dictionaryLiteral elements: (PickleKey, PickleValue)...) {
    self.init(elements.map { (key: $0.0, value: $0.1) })
  }
}
