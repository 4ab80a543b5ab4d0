import Basics

/// Damages JPEG files segment by segment: tables, frame and scan headers, EXIF, compressed data.
struct JPEGMutator {
  let seeds: [[JPEGSegment]] = JPEGSample.all.map { JPEGSegment.split($0.file) }

  func file(_ random: inout RandomSource) -> [UInt8] {
    var segments = seeds.pick(&random)
    if random.nextInt(below: 4) == 0 { segments.insert(exif(&random), at: 1) }
    for _ in 0...random.nextInt(below: 2) { mutate(&segments, &random) }
    var file = JPEGSegment.file(segments)
    switch random.nextInt(below: 20) {
    case 0: file.damage(&random)
    case 1: file.removeLast(random.nextInt(below: file.count))
    default: break
    }
    return file
  }

  private func exif(_ random: inout RandomSource) -> JPEGSegment {
    var segment = EXIFBlock(
      isBigEndian: random.nextBool(), orientation: random.nextInt(below: 10),
      type: random.nextInt(below: 6)
    ).segment
    if random.nextBool() { segment.content.damage(&random) }
    return segment
  }

  private func mutate(_ segments: inout [JPEGSegment], _ random: inout RandomSource) {
    guard segments.count > 1 else { return }
    // The first marker stays, or the file is no JPEG at all.
    let place = 1 + random.nextInt(below: segments.count - 1)
    switch random.nextInt(below: 8) {
    case 0:
      var rest = Array(segments.dropFirst())
      rest.rearrange(&random, foreign: seeds.pick(&random))
      segments = [segments[0]] + rest
    case 1: segments[place].content.damage(&random)
    case 2: segments[place].content.damage(&random, keepingCount: true)
    case 3: segments[place].marker = UInt8(0xC0 + random.nextInt(below: 64))
    case 4: mutateFrame(&segments, &random)
    case 5: insertRestart(&segments, &random)
    default: mutateScan(&segments, &random)
    }
  }

  /// Sides, sampling factors, table numbers; baseline called progressive and the reverse.
  private func mutateFrame(_ segments: inout [JPEGSegment], _ random: inout RandomSource) {
    guard
      let place = segments.firstIndex(where: { (0xC0...0xC2).contains($0.marker) }),
      segments[place].content.count > 8
    else { return }
    switch random.nextInt(below: 4) {
    case 0:
      segments[place].marker = ([0xC0, 0xC1, 0xC2, 0xC9, 0xCA, 0xC3] as [UInt8]).pick(&random)
    case 1:
      let side: [UInt8] = [[0, 0], [0, 1], [0, 9], [1, 0], [0xFF, 0xFF]].pick(&random)
      let start = 1 + 2 * random.nextInt(below: 2)
      segments[place].content.replaceSubrange(start..<start + 2, with: side)
    case 2:
      let factors: [UInt8] = [0x11, 0x21, 0x12, 0x22, 0x41, 0x14, 0x44, 0x31, 0x00, 0x55]
      segments[place].content[7] = factors.pick(&random)
    default: segments[place].content.damage(&random, keepingCount: true)
    }
  }

  private func insertRestart(_ segments: inout [JPEGSegment], _ random: inout RandomSource) {
    let interval = JPEGSegment(marker: 0xDD, content: [0, UInt8(random.nextInt(below: 4))])
    segments.insert(interval, at: 1 + random.nextInt(below: segments.count - 1))
    guard let scan = segments.firstIndex(where: { !$0.data.isEmpty }) else { return }
    let place = random.nextInt(below: segments[scan].data.count)
    let restart = UInt8(0xD0 + random.nextInt(below: 8))
    segments[scan].data.insert(contentsOf: [0xFF, restart], at: place)
  }

  /// Compressed data that still has no markers inside, so that it reaches the decoder's tables.
  private func mutateScan(_ segments: inout [JPEGSegment], _ random: inout RandomSource) {
    guard
      let place = segments.indices.filter({ !segments[$0].data.isEmpty }).randomElement(
        using: &random)
    else { return }
    segments[place].data.damage(&random)
    if random.nextInt(below: 4) > 0 {
      segments[place].data = segments[place].data.map { $0 == 0xFF ? 0xFE : $0 }
    }
  }
}
