/// A value on the stack of the pickle machine.
///
/// Containers are numbers into the machine's lists, not values in one another: nothing that a file
/// says can build a chain whose release would recurse without end.
enum PickleItem {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list(Int)
  case tuple(Int)
  case dictionary(Int)
  case storage(Int)
  case tensor(Int)
  case global(PickleGlobal)

  /// What the item is, for error messages.
  var kind: String {
    switch self {
    case .null: "None"
    case .bool: "a truth value"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "text"
    case .bytes: "bytes"
    case .list: "a list"
    case .tuple: "a tuple"
    case .dictionary: "a dictionary"
    case .storage: "a bare storage"
    case .tensor: "a tensor"
    case .global: "a Python type or function"
    }
  }
}

/// The items of the machine that are not on its stack.
struct PickleHeap {
  /// A dictionary in the making.
  struct Dictionary {
    var isOrderedDict: Bool
    var pairs: [(key: PickleItem, value: PickleItem)] = []
  }

  /// A run of elements in the file that tensors look into.
  struct Storage: Equatable {
    /// The key under which the file keeps the bytes.
    var key: String
    /// The type of the elements; nil for bare bytes, whose tensors bring their own.
    var type: ElementType?
    /// The number of elements (bytes, where there is no type) of the stored run.
    var count: Int
    /// The elements of the run that tensors may look into; old files name parts of storages.
    var part: Range<Int>
  }

  /// A tensor as a look into a storage, in elements.
  struct Tensor {
    var storage: Int
    var type: ElementType
    /// The first element, counted from the start of the stored run.
    var offset: Int
    var shape: [Int]
    var strides: [Int]
  }

  var lists: [[PickleItem]] = []
  var tuples: [[PickleItem]] = []
  var dictionaries: [Dictionary] = []
  var storages: [Storage] = []
  var tensors: [Tensor] = []

  /// Forgets what a dictionary holds under some names.
  mutating func remove(_ names: Set<String>, from item: PickleItem) {
    guard !names.isEmpty, case .dictionary(let index) = item else { return }
    dictionaries[index].pairs.removeAll { pair in
      guard case .string(let name) = pair.key else { return false }
      return names.contains(name)
    }
  }
}
