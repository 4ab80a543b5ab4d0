import Checkpoints
import Testing

@Suite("PickleValue")
struct PickleValueTests {
  private let value: PickleValue = [
    "epoch": 3, "loss": 0.5, "name": "a", "done": true,
    "state": [0: ["step": .tensor(StoredTensor(scalar: 2 as Float))]],
    "groups": [["params": [0, 1]]],
    "weights": ["w": .tensor(StoredTensor([1, 2] as [Float], shape: [2])), "bad": 1],
  ]

  @Test("values are found by following keys and places")
  func access() throws {
    #expect(try value.integer(at: "epoch") == 3)
    #expect(try value.number(at: "epoch") == 3)
    #expect(try value.number(at: "loss") == 0.5)
    #expect(try value.string(at: "name") == "a")
    #expect(try value.bool(at: "done"))
    #expect(try value.number(at: "state", 0, "step") == 2)
    #expect(try value.integer(at: "groups", 0, "params", 1) == 1)
    #expect(try value.tensor(at: "weights", "w").floats() == [1, 2])
    #expect(value["epoch"]?.intValue == 3)
    #expect(value["none"] == nil)
  }

  @Test("errors name the keys up to the one at fault")
  func errors() throws {
    #expect(throws: CheckpointError(.missingKey(keys: ["state", 1]))) {
      try value.tensor(at: "state", 1, "step")
    }
    let wrong = try #require(throws: CheckpointError.self) { try value.string(at: "epoch") }
    #expect(wrong.description == "'epoch' is a whole number, expected text")
    let deep = try #require(throws: CheckpointError.self) { try value.string(at: "loss", "x") }
    #expect(deep.description == "'loss' is a number, expected a dictionary")
    let state = try #require(throws: CheckpointError.self) { try value.stateDict(at: "weights") }
    #expect(state.description == "'weights.bad' is a whole number, expected a tensor")
  }

  @Test("dictionaries keep the order of first setting and the last value")
  func order() {
    var dictionary: PickleDictionary = ["b": 1, "a": 2, "b": 3]
    #expect(dictionary.keys == ["b", "a"])
    #expect(dictionary["b"] == 3)
    dictionary["b"] = nil
    dictionary["b"] = 4
    #expect(dictionary.keys == ["a", "b"])
    #expect(dictionary != ["b": 4, "a": 2])
  }

  @Test("numbers convert: halves, bfloat16, integers, doubles")
  func conversion() {
    // 0x3C01 = 1 + 2^-10, 0x0001 = 2^-24, 0xFC00 = -infinity (IEEE 754 binary16).
    let half = StoredTensor(type: .float16, shape: [3], bytes: [0x01, 0x3C, 0x01, 0, 0, 0xFC])
    #expect(half.floats() == [1.000_976_562_5, 5.960_464_5e-8, -.infinity])
    let brain = StoredTensor(type: .bfloat16, shape: [1], bytes: [0x49, 0x40])
    #expect(brain.floats() == [3.140_625])
    #expect(StoredTensor([0.1], shape: [1]).floats() == [0.1])
    #expect(StoredTensor(type: .int8, shape: [2], bytes: [0xFF, 1]).floats() == [-1, 1])
    #expect(StoredTensor([Float.nan, 1e30, -2.9], shape: [3]).integers() == [0, .max, -2])
    #expect(
      StoredTensor(type: .uint64, shape: [1], bytes: Array(repeating: 255, count: 8)).integers()
        == [.max])
  }
}
