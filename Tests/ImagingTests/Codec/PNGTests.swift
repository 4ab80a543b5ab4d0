import Basics
import Imaging
import Testing

@Suite("Reading PNG")
struct PNGTests {
  @Test("every colour type, depth and interlacing is read exactly", arguments: PNGVariant.all)
  func variants(variant: PNGVariant) throws {
    #expect(try ImageCodec.decode(variant.file, name: "a.png") == variant.expected)
  }

  @Test("interlaced pictures smaller than the pattern of passes", arguments: [1, 2, 3, 5], [1, 4])
  func tiny(width: Int, height: Int) throws {
    let variant = PNGVariant(
      width: width, height: height, colorType: 2, depth: 8, interlaced: true)
    #expect(try ImageCodec.decode(variant.file, name: "a.png") == variant.expected)
  }

  @Test("chunks about colour, text and time change nothing, however odd")
  func ancillaryChunks() throws {
    let variant = PNGVariant(colorType: 2, depth: 8)
    var chunks = variant.chunks
    chunks.insert(
      contentsOf: [
        PNGChunk("gAMA", bigEndian(20_000)), PNGChunk("iCCP", Array("broken".utf8)),
        PNGChunk("tEXt", [0, 1, 2]), PNGChunk("sRGB", [9]), PNGChunk("zzZz", [1]),
      ], at: 1)
    #expect(try ImageCodec.decode(PNGChunk.file(chunks), name: "a.png") == variant.expected)
  }

  @Test("a file cut at any byte is an error, and says that it is cut")
  func truncation() throws {
    let file = PNGVariant(colorType: 0, depth: 8).file
    for length in 8..<file.count {
      let error = #expect(throws: ImageError.self) {
        try ImageCodec.decode(Array(file[..<length]), name: "cut.png")
      }
      guard case .truncated = error?.kind else {
        Issue.record("\(length) bytes: \(String(describing: error))")
        return
      }
    }
  }

  @Test("a wrong byte anywhere is an error: checksums are checked")
  func flippedBytes() throws {
    for variant in [PNGVariant(colorType: 0, depth: 8), PNGVariant(colorType: 3, depth: 4)] {
      let file = variant.file
      for offset in file.indices {
        var damaged = file
        damaged[offset] ^= 0x10
        #expect(throws: ImageError.self, "byte \(offset)") {
          try ImageCodec.decode(damaged, name: "bad.png")
        }
      }
    }
  }

  @Test("a checksum error is named")
  func checksum() throws {
    var file = PNGVariant(colorType: 0, depth: 8).file
    file[file.count - 14] ^= 1
    let error = #expect(throws: ImageError.self) {
      try ImageCodec.decode(file, name: "bad.png")
    }
    #expect(error?.description == "bad.png: the image file is damaged (IDAT: CRC error)")
  }

  @Test("30,000 x 30,000 pixels are refused from the header")
  func tooLarge() {
    var variant = PNGVariant(colorType: 2, depth: 8)
    var chunks = variant.chunks
    chunks[0].content.replaceSubrange(0..<8, with: bigEndian(30_000) + bigEndian(30_000))
    let error = #expect(throws: ImageError.self) {
      try ImageCodec.decode(PNGChunk.file(chunks), name: "bomb.png")
    }
    #expect(
      error?.description
        == "bomb.png: 30000 x 30000 pixels are more than the limit of 268435456 pixels")
    variant.width = 40
    #expect(
      throws: ImageError(name: "a", kind: .tooLarge(width: 40, height: 9, limit: 359))
    ) {
      try ImageCodec.decode(variant.file, name: "a", pixelLimit: 359)
    }
  }

  @Test("a small file that announces many pixels is refused before memory is taken")
  func bomb() {
    var chunks = PNGVariant(colorType: 2, depth: 8).chunks
    chunks[0].content.replaceSubrange(0..<8, with: bigEndian(16_000) + bigEndian(16_000))
    let error = #expect(throws: ImageError.self) {
      try ImageCodec.decode(PNGChunk.file(chunks), name: "bomb.png")
    }
    guard case .truncated = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
