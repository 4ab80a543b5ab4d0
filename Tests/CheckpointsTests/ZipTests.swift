import Checkpoints
import Testing

@Suite("Zip archives")
struct ZipTests {
  @Test("members are found again, with 32-bit and with 64-bit fields", arguments: [false, true])
  func roundTrip(forces64: Bool) throws {
    let members: [(String, [UInt8])] = [("a/b", [1, 2, 3]), ("empty", []), ("\u{E9}", [255])]
    let archive = try ZipReader(PickleAssembly.archive(members, forces64: forces64))
    #expect(archive.names == members.map(\.0))
    for (name, content) in members { #expect(try archive.contents(of: name) == content) }
    #expect(throws: CheckpointError(.missingMember("c"))) { try archive.contents(of: "c") }
  }

  @Test("more members than 16 bits can count")
  func manyMembers() throws {
    let count = 66_000
    let bytes = PickleAssembly.archive((0..<count).map { ("\($0)", []) })
    let archive = try ZipReader(bytes)
    #expect(archive.names.count == count)
    #expect(try archive.contents(of: "65999") == [])
  }

  @Test("a name given twice is refused")
  func duplicate() {
    #expect(throws: CheckpointError(.invalidArchive(reason: "'a' is there twice"))) {
      try ZipReader(PickleAssembly.archive([("a", [1]), ("a", [2])]))
    }
  }

  @Test("two entries of the directory for the same bytes are refused")
  func overlap() throws {
    var bytes = PickleAssembly.archive([("a", [1]), ("b", [2])])
    let central = bytes.indices.filter { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
    // The second entry takes the name and the place of the first one, the first a new name.
    bytes[central[1] + 46] = UInt8(ascii: "a")
    for byte in 0..<4 { bytes[central[1] + 42 + byte] = 0 }
    for byte in 0..<4 { bytes[central[1] + 16 + byte] = bytes[central[0] + 16 + byte] }
    bytes[central[0] + 46] = UInt8(ascii: "c")
    #expect(throws: CheckpointError.self) { try ZipReader(bytes) }
  }

  @Test("compressed and encrypted members are refused by name")
  func unsupported() throws {
    let bytes = PickleAssembly.archive([("a", [1])])
    let central = try #require(
      bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    var deflated = bytes
    deflated[central + 10] = 8
    #expect(
      throws: CheckpointError(
        .unsupportedArchive(reason: "'a' is compressed, PyTorch's files are not"))
    ) { try ZipReader(deflated) }
    var encrypted = bytes
    encrypted[central + 8] |= 1
    #expect(throws: CheckpointError(.unsupportedArchive(reason: "'a' is encrypted"))) {
      try ZipReader(encrypted)
    }
  }
}
