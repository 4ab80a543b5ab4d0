import Basics
import Checkpoints
import Glibc
import TestSupport
import Testing

@Suite("PyTorchFile")
struct PyTorchFileTests {
  private let directory = TemporaryDirectory()

  private let checkpoint: PickleValue = [
    "epoch": 3,
    "model_state_dict": .dictionary(
      PickleDictionary(stateDict: [
        ("conv.weight", StoredTensor((0..<16).map { Float($0) / 3 }, shape: [2, 2, 2, 2])),
        ("bn.num_batches_tracked", StoredTensor(scalar: 12)),
        ("empty", StoredTensor([] as [Float], shape: [0, 4])),
      ])),
    "optimizer_state_dict": [
      "state": [0: ["step": .tensor(StoredTensor(scalar: 1 as Float))]],
      "param_groups": [["lr": 0.001, "betas": .tuple([0.9, 0.999]), "foreach": .null]],
    ],
    "random_state": .bytes([0, 127, 128, 255]),
    "config": "[Training]\nbatch_size = 32 ; \u{1F600}\n",
    "numbers": [0, 255, 256, 65535, 65536, -1, .int(.min), .int(.max), 1e-300, true, false],
    "infinite": .double(.infinity),
  ]

  @Test("what is written is read back, through a file and in memory")
  func roundTrip() throws {
    let path = directory.file("model.pth")
    try PyTorchFile.write(checkpoint, to: path)
    #expect(try PyTorchFile.read(path) == checkpoint)
    #expect(try FileSystem.read(path) == PyTorchFile.encode(checkpoint))
    #expect(try FileSystem.list(directory.path) == ["model.pth"])
  }

  @Test("what is left out is checked all the same")
  func leavingOut() throws {
    let path = directory.file("model.pth")
    try PyTorchFile.write(checkpoint, to: path)
    let read = try PyTorchFile.read(path, leavingOut: ["optimizer_state_dict", "unknown"])
    let pairs = try #require(checkpoint.dictionaryValue?.pairs)
    let expected = PickleDictionary(pairs.filter { $0.key != "optimizer_state_dict" })
    #expect(read == .dictionary(expected))

    var bytes = try FileSystem.read(path)
    let step = try #require(bytes.firstRange(of: [0, 0, 0x80, 0x3F]))  // 1 as float32
    bytes[step.lowerBound] = 1
    try AtomicFile.write(bytes, to: path)
    #expect(throws: CheckpointError.self) {
      try PyTorchFile.read(path, leavingOut: ["optimizer_state_dict"])
    }
  }

  @Test("elements that are made on demand give the same file")
  func madeOnDemand() {
    let made = StoredTensor(shape: [2, 3]) { (0..<6).map(Float.init) }
    let kept = StoredTensor((0..<6).map(Float.init), shape: [2, 3])
    #expect(made == kept && made.byteCount == 24 && made.count == 6)
    #expect(PyTorchFile.encode(.tensor(made)) == PyTorchFile.encode(.tensor(kept)))
  }

  @Test("every element type keeps its bytes", arguments: ElementType.allCases)
  func elementTypes(_ type: ElementType) throws {
    let bytes = (0..<UInt8(type.size * 6)).map { type == .bool ? $0 % 2 : $0 }
    let tensor = PickleValue.tensor(StoredTensor(type: type, shape: [3, 2], bytes: bytes))
    #expect(try PyTorchFile.decode(PyTorchFile.encode(tensor)) == tensor)
  }

  @Test("members are those of torch.save, in its order")
  func members() throws {
    let archive = try ZipReader(PyTorchFile.encode(checkpoint))
    #expect(
      archive.names.map { $0.dropFirst("archive/".count) } == [
        "data.pkl", ".format_version", ".storage_alignment", "byteorder", "data/0", "data/1",
        "data/2", "data/3", "version", ".data/serialization_id",
      ])
    #expect(try archive.contents(of: "archive/version") == Array("3\n".utf8))
    #expect(try archive.contents(of: "archive/data/1") == [12, 0, 0, 0, 0, 0, 0, 0])
    #expect(try archive.contents(of: "archive/.data/serialization_id").count == 40)
  }

  @Test("the bytes of a tensor start at a multiple of 64")
  func alignment() throws {
    let pattern = (200..<232).map { UInt8($0) }
    let bytes = PyTorchFile.encode(["a": 1, "t": .tensor(StoredTensor(pattern))])
    let places = bytes.indices.filter { bytes[$0...].starts(with: pattern) }
    #expect(places.count == 1 && places[0].isMultiple(of: 64))
  }

  @Test("every shorter piece of a file is an error")
  func prefixes() throws {
    let bytes = PyTorchFile.encode(["t": .tensor(StoredTensor(scalar: 1 as Float))])
    for length in bytes.indices {
      #expect(throws: CheckpointError.self, "\(length) bytes") {
        try PyTorchFile.decode(Array(bytes[..<length]))
      }
    }
  }

  @Test("a flipped byte of a tensor is named by its member")
  func checksum() throws {
    let path = directory.file("model.pth")
    var bytes = PyTorchFile.encode(["t": .tensor(StoredTensor((200..<232).map { UInt8($0) }))])
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [200, 201, 202]) })
    bytes[place] ^= 1
    try AtomicFile.write(bytes, to: path)
    let error = try #require(throws: CheckpointError.self) { try PyTorchFile.read(path) }
    #expect(error.path == path)
    guard case .checksumMismatch("archive/data/0", _, _) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.hasPrefix("\(path): damaged: 'archive/data/0' has checksum 0x"))
  }

  @Test("what is not a file of weights is called so")
  func otherFiles() throws {
    #expect(throws: CheckpointError(.truncated(what: "the file: it is empty"))) {
      try PyTorchFile.decode([])
    }
    #expect(throws: CheckpointError(.notACheckpoint(expected: "a file written by torch.save"))) {
      try PyTorchFile.decode(Array("epoch,loss\n".utf8))
    }
    let archive = PickleAssembly.archive([("a/readme.txt", [65])])
    #expect(throws: CheckpointError(.missingMember("data.pkl"))) {
      try PyTorchFile.decode(archive)
    }
    let script = PickleAssembly.archive([
      ("a/data.pkl", PickleAssembly.pickle([0x4E])), ("a/constants.pkl", []),
    ])
    #expect(throws: CheckpointError(.unsupportedValue("a TorchScript program"))) {
      try PyTorchFile.decode(script)
    }
    let missing = directory.file("none.pth")
    let error = try #require(throws: CheckpointError.self) { try PyTorchFile.read(missing) }
    #expect(error.description == "\(missing): cannot be read: no such file or directory")
    #expect(throws: CheckpointError.self) { try PyTorchFile.read(directory.path) }
  }

  @Test("a folder that cannot be written to is an error, and the earlier file stays")
  func unwritable() throws {
    let path = FilePath.join(directory.file("missing"), "model.pth")
    let error = try #require(throws: CheckpointError.self) {
      try PyTorchFile.write(checkpoint, to: path)
    }
    #expect(error.description == "\(path): cannot be written: no such file or directory")
  }
}
