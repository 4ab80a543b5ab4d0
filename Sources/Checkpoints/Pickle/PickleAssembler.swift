/// Turns the items of a finished pickle into values, reading each storage once.
struct PickleAssembler {
  private let heap: PickleHeap
  private let fileSize: Int
  private let load: (PickleHeap.Storage) throws(CheckpointError) -> [UInt8]

  /// A container that was assembled before: all places that share it share its value.
  private struct Finished {
    var value: PickleValue
    var depth: Int
    var count: Int
  }

  private enum Place: Hashable {
    case list(Int)
    case tuple(Int)
    case dictionary(Int)
  }

  private var finished: [Place: Finished] = [:]
  private var started: Set<Place> = []
  private var tensors: [Int: StoredTensor] = [:]
  private(set) var storages: [String: [UInt8]] = [:]
  private var copiedBytes = 0

  /// Creates an assembler.
  ///
  /// - Parameters:
  ///   - heap: what the pickle described.
  ///   - fileSize: the size of the file, which bounds what tensors may need.
  ///   - load: returns the bytes of a whole storage, as many as its elements need.
  init(
    _ heap: PickleHeap, fileSize: Int,
    load: @escaping (PickleHeap.Storage) throws(CheckpointError) -> [UInt8]
  ) {
    self.heap = heap
    self.fileSize = fileSize
    self.load = load
  }

  /// Returns the value of the pickle's result.
  mutating func value(of item: PickleItem) throws(CheckpointError) -> PickleValue {
    try assemble(item, depth: 0).value
  }

  private mutating func assemble(
    _ item: PickleItem, depth: Int
  ) throws(CheckpointError) -> Finished {
    switch item {
    case .null: return Self.leaf(.null)
    case .bool(let value): return Self.leaf(.bool(value))
    case .int(let value): return Self.leaf(.int(value))
    case .double(let value): return Self.leaf(.double(value))
    case .string(let value): return Self.leaf(.string(value))
    case .bytes(let value): return Self.leaf(.bytes(value))
    case .global(.elementType(let type)): return Self.leaf(.string("torch.\(type)"))
    case .tensor(let index): return Self.leaf(.tensor(try tensor(index)))
    case .list(let index): return try container(.list(index), depth: depth)
    case .tuple(let index): return try container(.tuple(index), depth: depth)
    case .dictionary(let index): return try container(.dictionary(index), depth: depth)
    case .storage, .global: throw CheckpointError(.unsupportedValue(item.kind))
    }
  }

  private static func leaf(_ value: PickleValue) -> Finished {
    Finished(value: value, depth: 0, count: 1)
  }

  private mutating func container(
    _ place: Place, depth: Int
  ) throws(CheckpointError) -> Finished {
    if let known = finished[place] {
      try check(depth: depth + known.depth, count: known.count)
      return known
    }
    guard started.insert(place).inserted else {
      throw CheckpointError(.unsupportedValue("a container that contains itself"))
    }
    try check(depth: depth + 1, count: 1)
    var result: Finished
    switch place {
    case .list(let index):
      let (values, summary) = try elements(heap.lists[index], depth: depth)
      result = summary
      result.value = .list(values)
    case .tuple(let index):
      let (values, summary) = try elements(heap.tuples[index], depth: depth)
      result = summary
      result.value = .tuple(values)
    case .dictionary(let index):
      let pairs = heap.dictionaries[index].pairs
      let (values, summary) = try elements(pairs.map(\.value), depth: depth)
      var dictionary = PickleDictionary(isOrderedDict: heap.dictionaries[index].isOrderedDict)
      for (pair, value) in zip(pairs, values) {
        dictionary[try key(pair.key)] = value
      }
      result = summary
      result.value = .dictionary(dictionary)
    }
    finished[place] = result
    return result
  }

  /// Returns the values of a container's items, with how deep and how many they are.
  private mutating func elements(
    _ items: [PickleItem], depth: Int
  ) throws(CheckpointError) -> ([PickleValue], Finished) {
    var values: [PickleValue] = []
    values.reserveCapacity(items.count)
    var summary = Finished(value: .null, depth: 1, count: 1)
    for item in items {
      let element = try assemble(item, depth: depth + 1)
      values.append(element.value)
      summary.depth = max(summary.depth, element.depth + 1)
      summary.count += element.count
      try check(depth: 0, count: summary.count)
    }
    return (values, summary)
  }

  private func check(depth: Int, count: Int) throws(CheckpointError) {
    guard depth <= PickleLimits.depth else {
      throw CheckpointError(
        .limitExceeded(what: "containers nest too deep", limit: PickleLimits.depth))
    }
    guard count <= PickleLimits.values else {
      throw CheckpointError(.limitExceeded(what: "too many values", limit: PickleLimits.values))
    }
  }

  private func key(_ item: PickleItem) throws(CheckpointError) -> PickleKey {
    switch item {
    case .string(let name):
      guard name.utf8.count <= PickleLimits.keyBytes else {
        throw CheckpointError(
          .limitExceeded(what: "the key of a dictionary is too long", limit: PickleLimits.keyBytes))
      }
      return .string(name)
    case .int(let number): return .int(number)
    default: throw CheckpointError(.unsupportedValue("\(item.kind) as the key of a dictionary"))
    }
  }

  private mutating func tensor(_ index: Int) throws(CheckpointError) -> StoredTensor {
    if let known = tensors[index] { return known }
    let described = heap.tensors[index]
    let storage = heap.storages[described.storage]
    let bytes = try contents(of: storage)
    let needed = described.count * described.type.size
    if needed != bytes.count || !described.isContiguous {
      // A tiny storage can be spread over a huge shape, and a large one be looked at many times.
      let limit = PickleLimits.tensorBytes(fileSize: fileSize)
      guard needed <= limit - copiedBytes else {
        throw CheckpointError(
          .limitExceeded(what: "tensors need far more bytes than the file has", limit: limit))
      }
      copiedBytes += needed
    }
    let tensor = StoredTensor(
      type: described.type, shape: described.shape, bytes: described.elements(in: bytes))
    tensors[index] = tensor
    return tensor
  }

  private mutating func contents(
    of storage: PickleHeap.Storage
  ) throws(CheckpointError) -> [UInt8] {
    let size = storage.type?.size ?? 1
    let (expected, overflow) = storage.count.multipliedReportingOverflow(by: size)
    let bytes: [UInt8]
    if let known = storages[storage.key] { bytes = known } else { bytes = try load(storage) }
    guard !overflow, bytes.count == expected else {
      throw CheckpointError(
        .storageSize(
          key: storage.key, expected: overflow ? .max : expected, found: bytes.count))
    }
    storages[storage.key] = bytes
    return bytes
  }
}
