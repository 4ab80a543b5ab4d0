import Basics
import Checkpoints
import TestSupport
import Testing

@Suite("SafetensorsFile")
struct SafetensorsTests {
  private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
  }

  @Test("bytes are those of the format: widest type first, then the name, padded header")
  func layout() {
    let written = SafetensorsFile(tensors: [
      ("z", StoredTensor([1, 2, 3])),
      ("b", StoredTensor([1.5] as [Float], shape: [1])),
      ("a", StoredTensor([2.5] as [Float], shape: [])),
    ]).encode()
    var header =
      #"{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"#
      + #""z":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}"#
    while !header.utf8.count.isMultiple(of: 8) { header += " " }
    #expect(written == file(header, [0, 0, 0x20, 0x40, 0, 0, 0xC0, 0x3F, 1, 2, 3]))
  }

  @Test("what is written is read back", arguments: ElementType.allCases)
  func roundTrip(_ type: ElementType) throws {
    let directory = TemporaryDirectory()
    let path = directory.file("model.safetensors")
    let tensor = StoredTensor(
      type: type, shape: [2, 1], bytes: Array(repeating: 1, count: 2 * type.size))
    let empty = StoredTensor(type: type, shape: [0, 7], bytes: [])
    try SafetensorsFile(
      tensors: [("a \"quoted\" name", tensor), ("empty", empty)], metadata: ["k": "v"]
    ).write(to: path)
    let read = try SafetensorsFile.read(path)
    #expect(read.metadata == ["k": "v"])
    #expect(read.tensors.map(\.name) == ["a \"quoted\" name", "empty"])
    #expect(read.tensors.map(\.tensor) == [tensor, empty])
  }

  @Test(
    "each rule of the format is enforced",
    arguments: [
      (
        "an overlap",
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
        3
      ),
      ("a hole", #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2),
      ("bytes left over", #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 2),
      ("too few bytes", #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, 1),
      (
        "a name twice",
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#,
        2
      ),
      ("a shape of another size", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,2]}}"#, 2),
      (
        "a shape that overflows",
        #"{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0
      ),
      (
        "a shape that hides an overflow",
        #"{"a":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}"#, 0
      ),
      ("a negative size", #"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, 1),
      ("offsets in reverse", #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[1,0]}}"#, 0),
      ("an unknown type", #"{"a":{"dtype":"Q8","shape":[1],"data_offsets":[0,1]}}"#, 1),
      ("no shape", #"{"a":{"dtype":"U8","data_offsets":[0,1]}}"#, 1),
      ("metadata that is not text", #"{"__metadata__":{"a":1}}"#, 0),
      ("no object", #"[]"#, 0), ("a blank in front", " {}", 0), ("no JSON", "{]", 0),
    ])
  func rules(_ what: String, _ header: String, _ size: Int) {
    #expect(throws: CheckpointError.self, "\(what)") {
      try SafetensorsFile.decode(file(header, Array(repeating: 0, count: size)))
    }
  }

  @Test("a header that claims more than the file has, or than the format allows")
  func lengths() {
    #expect(throws: CheckpointError(.truncated(what: "the header"))) {
      try SafetensorsFile.decode([16, 0, 0, 0, 0, 0, 0, 0, 0x7B])
    }
    #expect(throws: CheckpointError(.notACheckpoint(expected: "a safetensors file"))) {
      try SafetensorsFile.decode(Array(repeating: 255, count: 9))
    }
    #expect(throws: CheckpointError.self) { try SafetensorsFile.decode([]) }
  }
}
