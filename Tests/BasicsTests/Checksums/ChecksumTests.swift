import Basics
import Testing

@Suite struct ChecksumTests {
  /// The check value of the CRC catalogue for "123456789".
  @Test func crc32GivesTheCheckValue() {
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.checksum([]) == 0)
  }

  @Test func crc32GoesOnWhereItWas() {
    var crc = CRC32()
    crc.update(Array("1234".utf8))
    crc.update([])
    crc.update(Array("56789".utf8))
    #expect(crc.value == 0xCBF4_3926)
  }

  /// The catalogue's check value, and the iSCSI examples of RFC 3720, B.4.
  @Test func crc32cGivesTheCheckValues() {
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
    #expect(
      CRC32C.checksum(Array("56789".utf8), previous: CRC32C.checksum(Array("1234".utf8)))
        == 0xE306_9283)
  }

  /// The examples of FIPS 180-4, and the one-million-letter message of NIST's test vectors.
  @Test func sha256GivesTheAnswersOfNIST() {
    #expect(
      SHA256.hexadecimal([])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexadecimal(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    #expect(
      SHA256.hexadecimal(Array(twoBlocks.utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hexadecimal([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func sha256DoesNotDependOnThePieces() {
    let bytes = (0..<300).map { UInt8($0 % 251) }
    for piece in [1, 3, 55, 56, 63, 64, 65, 128] {
      var hash = SHA256()
      for start in stride(from: 0, to: bytes.count, by: piece) {
        hash.update(Array(bytes[start..<min(bytes.count, start + piece)]))
      }
      #expect(hash.hexadecimal() == SHA256.hexadecimal(bytes))
    }
  }
}
