import Basics

/// Damages PNG files below the level of checksums: chunks change, and their checksums with them.
struct PNGMutator {
  let seeds: [[PNGChunk]] = PNGVariant.all.map(\.chunks)

  private let foreign = [
    PNGChunk("PLTE", [1, 2, 3, 4, 5, 6]), PNGChunk("tRNS", [0, 1]), PNGChunk("gAMA", [0, 0, 1, 0]),
    PNGChunk("iCCP", Array("icc".utf8) + [0, 0, 0x78]), PNGChunk("sBIT", [9]), PNGChunk("IDAT"),
    PNGChunk("IEND"), PNGChunk("tEXt", [0x41, 0, 0x42]), PNGChunk("eXIf", EXIFBlock().bytes),
    PNGChunk("bKGD", [0, 0]), PNGChunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), PNGChunk("CRIT", [1]),
    PNGChunk("hIST", [0, 1]), PNGChunk("tIME", [7, 231, 1, 1, 1, 1, 1]),
  ]

  func file(_ random: inout RandomSource) -> [UInt8] {
    var chunks = seeds.pick(&random)
    for _ in 0...random.nextInt(below: 2) { mutate(&chunks, &random) }
    var file = PNGChunk.file(chunks)
    // A few files with damage that checksums catch, and a few that are cut.
    switch random.nextInt(below: 20) {
    case 0: file.damage(&random)
    case 1: file.removeLast(random.nextInt(below: file.count))
    default: break
    }
    return file
  }

  private func mutate(_ chunks: inout [PNGChunk], _ random: inout RandomSource) {
    guard !chunks.isEmpty else { return }
    let place = random.nextInt(below: chunks.count)
    switch random.nextInt(below: 8) {
    case 0: chunks.rearrange(&random, foreign: foreign)
    case 1: chunks[place].content.damage(&random)
    case 2: chunks[place].type.damage(&random, keepingCount: true)
    case 3: mutateHeader(&chunks, &random)
    case 4: split(&chunks, &random)
    default: mutatePixels(&chunks, &random)
    }
  }

  /// Other sides, depths, colour types or interlacing over the same data.
  private func mutateHeader(_ chunks: inout [PNGChunk], _ random: inout RandomSource) {
    guard chunks[0].content.count == 13 else { return }
    switch random.nextInt(below: 6) {
    case 0: chunks[0].content[8] = ([1, 2, 4, 8, 16, 3, 32] as [UInt8]).pick(&random)
    case 1: chunks[0].content[9] = ([0, 2, 3, 4, 6, 1, 5] as [UInt8]).pick(&random)
    case 2: chunks[0].content[12] ^= 1
    case 3:
      let side: UInt32 = [0, 1, 7, 8, 9, 300, 1_000_001, 0x7FFF_FFFF, .max].pick(&random)
      let place = random.nextInt(below: 2) * 4
      chunks[0].content.replaceSubrange(place..<place + 4, with: bigEndian(side))
    default: chunks[0].content.damage(&random, keepingCount: true)
    }
  }

  /// One chunk in two, as encoders do with IDAT.
  private func split(_ chunks: inout [PNGChunk], _ random: inout RandomSource) {
    let place = random.nextInt(below: chunks.count)
    let cut = random.nextInt(below: chunks[place].content.count + 1)
    var rest = chunks[place]
    rest.content.removeFirst(cut)
    chunks[place].content.removeLast(rest.content.count)
    chunks.insert(rest, at: place + 1)
  }

  /// Damage below the compression: filter types, samples, too many or too few of them.
  private func mutatePixels(_ chunks: inout [PNGChunk], _ random: inout RandomSource) {
    guard let place = chunks.firstIndex(where: { $0.type == Array("IDAT".utf8) }),
      var pixels = try? Deflate.unpack(chunks[place].content, format: .zlib, limit: 1 << 20)
    else { return }
    if random.nextBool() {
      pixels.damage(&random)
    } else {
      for i in pixels.indices where random.nextInt(below: 8) == 0 {
        pixels[i] = UInt8(random.nextInt(below: 5))
      }
    }
    chunks[place].content = Deflate.pack(pixels, format: .zlib)
  }
}
