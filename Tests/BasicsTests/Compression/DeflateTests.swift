import Basics
import TestSupport
import Testing

@Suite struct DeflateTests {
  /// `printf 'hello\n' | gzip -n`.
  static let hello: [UInt8] = [
    0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xE7, 0x02, 0x00, 0x20,
    0x30, 0x3A, 0x36, 0x06, 0, 0, 0,
  ]

  @Test func unpacksWhatGzipWrote() throws {
    #expect(try Deflate.unpack(Self.hello, format: .gzip) == Array("hello\n".utf8))
  }

  @Test func gzipMembersFollowOneAnother() throws {
    let twice = Self.hello + Self.hello + [0, 0, 0]
    #expect(try Deflate.unpack(twice, format: .gzip) == Array("hello\nhello\n".utf8))
  }

  @Test(arguments: [Deflate.Format.gzip, .zlib, .raw], [0, 1, 6, 9])
  func packedDataUnpackToThemselves(format: Deflate.Format, level: Int) throws {
    var source = RandomSource(seed: 1)
    // Several pieces of zlib's input, half random and half not.
    let bytes = (0..<300_000).map { $0 % 2 == 0 ? UInt8(0) : UInt8(source.next() & 0xFF) }
    for sample in [[], [7], bytes] {
      let packed = Deflate.pack(sample, format: format, level: level)
      #expect(try Deflate.unpack(packed, format: format) == sample)
    }
  }

  @Test func anythingMissingIsAnError() {
    for count in 0..<Self.hello.count {
      #expect(throws: CompressionError.truncated) {
        try Deflate.unpack(Array(Self.hello.prefix(count)), format: .gzip)
      }
    }
  }

  @Test func damageIsAnError() {
    // The checksum, the size, and a byte of the stream.
    for position in [18, 22, 11] {
      var bytes = Self.hello
      bytes[position] ^= 1
      #expect(throws: CompressionError.corrupt) { try Deflate.unpack(bytes, format: .gzip) }
    }
    #expect(throws: CompressionError.corrupt) {
      try Deflate.unpack(Self.hello + Array("tail".utf8), format: .gzip)
    }
  }

  @Test func otherFilesAreNamedAsSuch() {
    #expect(throws: CompressionError.wrongFormat(expected: "gzip")) {
      try Deflate.unpack(Array("no gzip".utf8), format: .gzip)
    }
  }

  @Test func bombsStopAtTheLimit() {
    let bomb = Deflate.pack([UInt8](repeating: 0, count: 5_000_000), format: .gzip)
    #expect(bomb.count < 10_000)
    #expect(throws: CompressionError.tooLarge(limit: 1_000_000)) {
      try Deflate.unpack(bomb, format: .gzip, limit: 1_000_000)
    }
  }

  @Test func mutatedDataNeverTrap() {
    let seeds = [Self.hello, Deflate.pack(Array("some text, some text".utf8), format: .gzip)]
    Mutator(dictionary: ["\u{1F}"]).run(seeds: seeds) { bytes in
      _ = try? Deflate.unpack(bytes, format: .gzip, limit: 1 << 16)
    }
  }
}
