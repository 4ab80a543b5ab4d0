/// Carries out a pickle without ever running anything: a stack, a memo and a closed list of names.
///
/// Results stay in ``heap`` as numbers into lists, and tensors are only described, since in older
/// files their bytes come after the pickle.
struct PickleMachine {
  /// The containers, storages and tensors made so far.
  var heap = PickleHeap()

  var cursor: ByteCursor
  var stack: [PickleItem] = []
  private var marks: [Int] = []
  private var memo: [UInt32: PickleItem] = [:]
  private var objects = 0
  private var instructionOffset = 0

  /// Creates a machine that starts at `offset` of `bytes`.
  init(_ bytes: [UInt8], at offset: Int = 0) {
    cursor = ByteCursor(bytes, offset: offset, what: "the pickle")
  }

  /// Where the next byte would be read: after ``run()``, the first one behind the pickle.
  var offset: Int { cursor.offset }

  /// Runs to the end of the pickle and returns its value.
  mutating func run() throws(CheckpointError) -> PickleItem {
    stack = []
    marks = []
    memo = [:]
    while true {
      instructionOffset = cursor.offset
      let byte = try cursor.byte()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw CheckpointError(.unsupportedOpcode(byte, offset: instructionOffset))
      }
      if opcode == .stop { return try pop() }
      try execute(opcode)
    }
  }

  /// Returns the error of a pickle that cannot be carried out, at the current instruction.
  func damaged(_ reason: String) -> CheckpointError {
    CheckpointError(.invalidPickle(reason: reason, offset: instructionOffset))
  }

  /// Takes the topmost item, never one below the last mark.
  mutating func pop() throws(CheckpointError) -> PickleItem {
    guard stack.count > marks.last ?? 0, let item = stack.popLast() else {
      throw damaged("the stack is empty")
    }
    return item
  }

  /// Counts a container, storage or tensor that is about to be made, or `count` of its parts.
  mutating func countObjects(_ count: Int = 1) throws(CheckpointError) {
    objects += count
    guard objects <= PickleLimits.objects else {
      throw CheckpointError(
        .limitExceeded(what: "too many objects in the pickle", limit: PickleLimits.objects))
    }
  }

  /// Pushes a new tuple of `items`.
  mutating func push(tuple items: [PickleItem]) throws(CheckpointError) {
    try countObjects()
    stack.append(.tuple(heap.tuples.count))
    heap.tuples.append(items)
  }

  /// Pushes a new list of `items`.
  mutating func push(list items: [PickleItem]) throws(CheckpointError) {
    try countObjects()
    stack.append(.list(heap.lists.count))
    heap.lists.append(items)
  }

  /// Pushes a new dictionary.
  mutating func push(dictionary: PickleHeap.Dictionary) throws(CheckpointError) {
    try countObjects()
    stack.append(.dictionary(heap.dictionaries.count))
    heap.dictionaries.append(dictionary)
  }

  private mutating func execute(_ opcode: PickleOpcode) throws(CheckpointError) {
    switch opcode {
    case .mark: marks.append(stack.count)
    case .stop: break
    case .proto: try checkProtocol()
    case .frame: _ = try cursor.take(8)
    case .binPut: try remember(UInt32(try cursor.byte()))
    case .longBinPut: try remember(try cursor.number(UInt32.self))
    case .memoize: try remember(UInt32(truncatingIfNeeded: memo.count))
    case .binGet: try recall(UInt32(try cursor.byte()))
    case .longBinGet: try recall(try cursor.number(UInt32.self))
    case .emptyTuple: try push(tuple: [])
    case .tuple1: try push(tuple: try pop(count: 1))
    case .tuple2: try push(tuple: try pop(count: 2))
    case .tuple3: try push(tuple: try pop(count: 3))
    case .tuple: try push(tuple: try popToMark())
    case .emptyList, .emptySet: try push(list: [])
    case .emptyDict: try push(dictionary: PickleHeap.Dictionary(isOrderedDict: false))
    case .append: try extendList(by: try pop(count: 1))
    case .appends, .addItems: try extendList(by: try popToMark())
    case .setItem: try extendDictionary(by: try pop(count: 2))
    case .setItems: try extendDictionary(by: try popToMark())
    case .global, .stackGlobal: try pushGlobal(opcode)
    case .reduce, .newObject: try call()
    case .build: try build()
    case .binPersistentID: try pushStorage()
    case .none, .newTrue, .newFalse, .binInt, .binInt1, .binInt2, .long1, .long4, .binFloat,
      .binUnicode, .shortBinUnicode, .binUnicode8, .binString, .shortBinString, .binBytes,
      .shortBinBytes, .binBytes8, .byteArray8:
      try pushLiteral(opcode)
    }
  }

  private mutating func checkProtocol() throws(CheckpointError) {
    let version = try cursor.byte()
    guard (2...5).contains(version) else { throw damaged("protocol \(version) is unknown") }
  }

  private mutating func remember(_ index: UInt32) throws(CheckpointError) {
    guard stack.count > marks.last ?? 0, let item = stack.last else {
      throw damaged("the stack is empty")
    }
    memo[index] = item
  }

  private mutating func recall(_ index: UInt32) throws(CheckpointError) {
    guard let item = memo[index] else { throw damaged("nothing was remembered as \(index)") }
    stack.append(item)
  }

  private mutating func pop(count: Int) throws(CheckpointError) -> [PickleItem] {
    guard stack.count - (marks.last ?? 0) >= count else { throw damaged("the stack is too short") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(CheckpointError) -> [PickleItem] {
    guard let mark = marks.popLast() else { throw damaged("there is no mark") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func extendList(by items: [PickleItem]) throws(CheckpointError) {
    guard stack.count > marks.last ?? 0, case .list(let index) = stack.last else {
      throw damaged("there is no list to append to")
    }
    heap.lists[index] += items
  }

  private mutating func extendDictionary(by items: [PickleItem]) throws(CheckpointError) {
    guard stack.count > marks.last ?? 0, case .dictionary(let index) = stack.last else {
      throw damaged("there is no dictionary to add to")
    }
    guard items.count.isMultiple(of: 2) else { throw damaged("a key has no value") }
    for place in stride(from: 0, to: items.count, by: 2) {
      heap.dictionaries[index].pairs.append((key: items[place], value: items[place + 1]))
    }
  }

  private mutating func pushGlobal(_ opcode: PickleOpcode) throws(CheckpointError) {
    let module: String
    let name: String
    if opcode == .global {
      module = try text(try cursor.line(before: UInt8(ascii: "\n")))
      name = try text(try cursor.line(before: UInt8(ascii: "\n")))
    } else {
      let parts = try pop(count: 2)
      guard case .string(let first) = parts[0], case .string(let second) = parts[1] else {
        throw damaged("a global is named by \(parts[0].kind) and \(parts[1].kind)")
      }
      (module, name) = (first, second)
    }
    stack.append(.global(try PickleGlobal(module: module, name: name)))
  }

  /// Drops the attributes of an object, such as the `_metadata` of a state dictionary.
  private mutating func build() throws(CheckpointError) {
    _ = try pop()
    guard stack.count > marks.last ?? 0 else { throw damaged("the stack is empty") }
    switch stack[stack.count - 1] {
    case .dictionary, .tensor: return
    case let item: throw damaged("attributes are set on \(item.kind)")
    }
  }
}
