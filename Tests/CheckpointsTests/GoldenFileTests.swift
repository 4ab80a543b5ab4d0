import Basics
import Checkpoints
import Foundation
import Testing

@Suite("Files written by PyTorch")
struct GoldenFileTests {
  /// What the files of `GoldenFiles` hold; the numbers are those of the script below.
  ///
  /// ```
  /// base = torch.arange(12, dtype=torch.float32)
  /// state = OrderedDict(a=base.view(3, 4), transposed=base.view(3, 4).t(), part=base[4:8],
  ///   counter=torch.tensor(7), bf16=torch.tensor([1.5, -2.25], dtype=torch.bfloat16),
  ///   half=torch.tensor([0.5, 65504.0], dtype=torch.float16),
  ///   double=torch.tensor([3.141592653589793], dtype=torch.float64),
  ///   bool=torch.tensor([True, False]), bytes=torch.arange(5, dtype=torch.uint8),
  ///   int32=torch.tensor([-3], dtype=torch.int32), empty=torch.empty(0, 3),
  ///   parameter=torch.nn.Parameter(torch.tensor([9.0])),
  ///   unsigned=torch.tensor([65535], dtype=torch.uint16))
  /// content = {'epoch': 3, 'state': state, 'size': torch.Size([2, 3]), 'dtype': torch.float32,
  ///   'device': torch.device('cuda', 1),
  ///   'list': [1, -1, 300, 70000, 2**40, -2**63, True, None, 1.25], 'tuple': (1, (2,), ()),
  ///   'text': 'h\u00e9llo', 7: 'seven', 'raw': b'\x00\xff', 'set': {4}}
  /// ```
  private func expected(unsigned: Bool = true) -> PickleValue {
    let base = (0..<12).map { Float($0) }
    let transposed: [Float] = [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]
    var state: [(name: String, tensor: StoredTensor)] = [
      ("a", StoredTensor(base, shape: [3, 4])),
      ("transposed", StoredTensor(transposed, shape: [4, 3])),
      ("part", StoredTensor([4, 5, 6, 7] as [Float], shape: [4])),
      ("counter", StoredTensor(scalar: 7)),
      ("bf16", StoredTensor(type: .bfloat16, shape: [2], bytes: [0xC0, 0x3F, 0x10, 0xC0])),
      ("half", StoredTensor(type: .float16, shape: [2], bytes: [0x00, 0x38, 0xFF, 0x7B])),
      ("double", StoredTensor([Double.pi], shape: [1])),
      ("bool", StoredTensor(type: .bool, shape: [2], bytes: [1, 0])),
      ("bytes", StoredTensor([0, 1, 2, 3, 4])),
      ("int32", StoredTensor(type: .int32, shape: [1], bytes: [0xFD, 0xFF, 0xFF, 0xFF])),
      ("empty", StoredTensor([] as [Float], shape: [0, 3])),
      ("parameter", StoredTensor([9] as [Float], shape: [1])),
    ]
    if unsigned {
      state.append(("unsigned", StoredTensor(type: .uint16, shape: [1], bytes: [0xFF, 0xFF])))
    }
    return [
      "epoch": 3,
      "state": .dictionary(PickleDictionary(stateDict: state)),
      "size": .tuple([2, 3]),
      "dtype": "torch.float32",
      "device": "cuda:1",
      "list": [1, -1, 300, 70000, 1_099_511_627_776, .int(.min), true, .null, 1.25],
      "tuple": .tuple([1, .tuple([2]), .tuple([])]),
      "text": "h\u{E9}llo",
      7: "seven",
      "raw": .bytes([0, 0xFF]),
      "set": [4],
    ]
  }

  private func unpacked(_ text: String) throws -> [UInt8] {
    let compressed = try #require(Data(base64Encoded: text))
    return try Deflate.unpack([UInt8](compressed), format: .zlib)
  }

  @Test("the zip format gives every value, shape and element")
  func zip() throws {
    #expect(try PyTorchFile.decode(unpacked(GoldenFiles.zip)) == expected())
  }

  @Test("the format before 1.6 gives the same")
  func legacy() throws {
    #expect(try PyTorchFile.decode(unpacked(GoldenFiles.legacy)) == expected(unsigned: false))
  }

  @Test("pickle protocol 4 gives the same")
  func protocol4() throws {
    #expect(try PyTorchFile.decode(unpacked(GoldenFiles.protocol4)) == expected())
  }

  @Test("the state of torch's Adam after one step on a gradient of 1")
  func adam() throws {
    let file = try PyTorchFile.decode(unpacked(GoldenFiles.adam))
    let optimizer = try file.value(at: "optimizer_state_dict")
    #expect(try optimizer.number(at: "state", 0, "step") == 1)
    // exp_avg = (1 - 0.9) * 1 and exp_avg_sq = (1 - 0.999) * 1, in float32.
    let average = try optimizer.tensor(at: "state", 0, "exp_avg")
    #expect(average == StoredTensor([0.1, 0.1, 0.1, 0.1] as [Float], shape: [2, 2]))
    let square = try optimizer.tensor(at: "state", 1, "exp_avg_sq").floats()
    #expect(square.allSatisfy { abs($0 - 0.001) < 1e-9 })
    #expect(try optimizer.number(at: "param_groups", 0, "betas", 1) == 0.999)
    #expect(try optimizer.list(at: "param_groups", 0, "params") == [0, 1])
    #expect(try file.stateDict(at: "model_state_dict").map(\.name) == ["weight", "bias"])
  }

  @Test("a flipped byte of a zip file is noticed or without effect")
  func flippedBytes() throws {
    let original = try unpacked(GoldenFiles.zip)
    let value = expected()
    for index in stride(from: 0, to: original.count, by: 3) {
      var damaged = original
      damaged[index] ^= 0x10
      if let read = try? PyTorchFile.decode(damaged) { #expect(read == value, "byte \(index)") }
    }
  }

  @Test("every shorter piece of a file without a directory is an error")
  func prefixes() throws {
    let original = try unpacked(GoldenFiles.legacy)
    for length in original.indices {
      #expect(throws: CheckpointError.self, "\(length) bytes") {
        try PyTorchFile.decode(Array(original[..<length]))
      }
    }
  }
}
