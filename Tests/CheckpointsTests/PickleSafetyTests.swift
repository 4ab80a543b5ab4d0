import Checkpoints
import Testing

/// Pickles that a careless reader would obey, crash on or drown in.
@Suite("Hostile pickles")
struct PickleSafetyTests {
  private func problem(
    of instructions: [UInt8], storages: [[UInt8]] = []
  ) -> CheckpointError.Problem? {
    let archive = PickleAssembly.archive(PickleAssembly.pickle(instructions), storages: storages)
    do throws(CheckpointError) {
      _ = try PyTorchFile.decode(archive)
      return nil
    } catch {
      return error.problem
    }
  }

  private func code(_ text: String) -> [UInt8] { PickleAssembly.code(text) }

  @Test("a call of a foreign function is refused by its name, never made")
  func foreignGlobal() {
    let call = code("cposix\nsystem\n") + PickleAssembly.text("true") + [0x85] + code("R")
    #expect(problem(of: call) == .foreignGlobal("posix.system"))
    let stacked =
      PickleAssembly.text("builtins") + PickleAssembly.text("eval") + [0x93] + code(")R")
    #expect(problem(of: stacked) == .foreignGlobal("builtins.eval"))
    let scalar = code("cnumpy.core.multiarray\nscalar\n")
    #expect(problem(of: scalar) == .foreignGlobal("numpy.core.multiarray.scalar"))
    #expect(problem(of: code("ctorch\ncomplex64\n")) == .unsupportedType("torch.complex64"))
  }

  @Test(
    "instructions that import or call by other ways are unknown",
    arguments: [
      ("INST", 0x69), ("OBJ", 0x6F), ("EXT1", 0x82), ("PERSID", 0x50), ("NEWOBJ_EX", 0x92),
    ])
  func opcodes(_ name: String, _ opcode: UInt8) {
    #expect(problem(of: [0x4E, opcode]) == .unsupportedOpcode(opcode, offset: 3), "\(name)")
  }

  @Test(
    "a tensor must lie inside its storage",
    arguments: [
      (0, [5], [1]), (1, [4], [1]), (0, [2, 2], [3, 1]), (0, [2], [Int.max]), (-1, [1], [1]),
      (Int.max, [1], [1]), (4, [1], [1]),
    ])
  func bounds(offset: Int, shape: [Int], strides: [Int]) {
    let tensor = PickleAssembly.tensor(offset: offset, shape: shape, strides: strides, count: 4)
    let expected = CheckpointError.Problem.tensorOutOfBounds(
      shape: shape, strides: strides, offset: offset, elements: 4)
    #expect(problem(of: tensor, storages: [Array(repeating: 0, count: 16)]) == expected)
  }

  @Test(
    "a shape must be possible",
    arguments: [
      ([-1], [1]), ([2], [-1]), ([2], [1, 1]), ([Int.max, 2], [0, 0]),
      ([0, Int.max, Int.max], [0, 0, 0]),
    ])
  func shapes(shape: [Int], strides: [Int]) {
    let tensor = PickleAssembly.tensor(offset: 0, shape: shape, strides: strides, count: 4)
    #expect(
      problem(of: tensor, storages: [Array(repeating: 0, count: 16)])
        == .invalidShape(shape: shape, strides: strides))
  }

  @Test("views with strides of 0, gaps and impossible strides of single rows are copied out")
  func views() throws {
    let storage = [0, 1, 2, 3, 4, 5].map { Float($0) }
    let cases: [(offset: Int, shape: [Int], strides: [Int], elements: [Float])] = [
      (2, [3], [0], [2, 2, 2]),
      (1, [2, 2], [3, 1], [1, 2, 4, 5]),
      (0, [3, 2], [2, 1], storage),
      (0, [2, 1, 3], [1, .max, 2], [0, 2, 4, 1, 3, 5]),
      (6, [0], [1], []),
      (5, [], [], [5]),
    ]
    for (offset, shape, strides, elements) in cases {
      let instructions = PickleAssembly.tensor(
        offset: offset, shape: shape, strides: strides, count: 6)
      let archive = PickleAssembly.archive(
        PickleAssembly.pickle(instructions), storages: [StoredTensor(storage, shape: [6]).bytes])
      #expect(try PyTorchFile.decode(archive) == .tensor(StoredTensor(elements, shape: shape)))
    }
  }

  @Test("a storage must have the bytes that its elements need")
  func storageSize() {
    let lie = PickleAssembly.tensor(offset: 0, shape: [4], strides: [1], count: 4)
    #expect(
      problem(of: lie, storages: [[0, 0, 0]])
        == .storageSize(key: "0", expected: 16, found: 3))
    let huge = PickleAssembly.tensor(
      offset: 0, shape: [1 << 60], strides: [1], count: .max)
    #expect(
      problem(of: huge, storages: [[0, 0, 0]])
        == .storageSize(key: "0", expected: .max, found: 3))
    #expect(problem(of: lie) == .missingMember("archive/data/0"))
  }

  @Test("four bytes that claim to be a gigabyte by strides of 0 are refused")
  func expansion() {
    let bomb = PickleAssembly.tensor(offset: 0, shape: [1 << 28], strides: [0], count: 1)
    guard case .limitExceeded = problem(of: bomb, storages: [[0, 0, 0, 0]]) else {
      Issue.record("a gigabyte was made of four bytes")
      return
    }
  }

  @Test("lists that double at each level are refused")
  func doubling() {
    // Each level is a list of two references to the one before: 2^40 values in all.
    var instructions = code("]q") + [0]
    for level in 1...40 {
      instructions += code("](h") + [UInt8(level - 1)] + code("h") + [UInt8(level - 1)]
      instructions += code("eq") + [UInt8(level)]
    }
    #expect(problem(of: instructions) == .limitExceeded(what: "too many values", limit: 16_000_000))
  }

  @Test("depth without end is refused, whichever way it is built")
  func depth() {
    let limit = CheckpointError.Problem.limitExceeded(what: "containers nest too deep", limit: 100)
    let tuples = code(")") + Array(repeating: 0x85, count: 100_000)
    #expect(problem(of: tuples) == limit)
    let lists = code(
      String(repeating: "]", count: 100_000) + String(repeating: "a", count: 99_999))
    #expect(problem(of: lists) == limit)
    // The inner ones are finished first: only the depth of what is shared tells.
    var shared = code("(]q") + [0]
    for _ in 0..<300 { shared += code("](h") + [0] + code("eq") + [0] }
    #expect(problem(of: shared + code("t")) == limit)
  }

  @Test("a list inside itself is refused")
  func cycle() {
    let cycle = code("]q") + [0] + code("h") + [0] + code("a")
    #expect(problem(of: cycle) == .unsupportedValue("a container that contains itself"))
  }

  @Test(
    "a stack, mark or memo that is not there is an error",
    arguments: [
      ".", "0", "R", "t", "e", "a", "s", "u", "h\u{1}", "q\u{1}", "Q", "b", "(R", "(a", "}(Nu",
      "]Na.", "cx\ny", "X\u{7F}\u{7F}\u{7F}\u{7F}",
    ])
  func nonsense(_ text: String) {
    let found = problem(of: code(text))
    #expect(found != nil || text == "]Na.")
  }

  @Test("a number that needs more than 64 bits is refused; sign extension is none")
  func integers() throws {
    #expect(
      problem(of: [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        == .invalidPickle(reason: "a whole number needs more than 64 bits", offset: 2))
    #expect(
      problem(of: [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0x80, 0xFF]) == nil)
    #expect(
      problem(of: [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x00])
        == .invalidPickle(reason: "a whole number needs more than 64 bits", offset: 2))
  }
}
