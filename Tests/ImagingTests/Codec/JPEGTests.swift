import CImageIO
import Imaging
import TestSupport
import Testing

@Suite("Reading JPEG")
struct JPEGTests {
  /// The values at the middles of the four squares.
  func colors(of image: Image) -> [[Int]] {
    let values = image.samples.floats
    return [(3, 3), (12, 3), (3, 12), (12, 12)].map { x, y in
      let first = (y * image.width + x) * image.channels
      return values[first..<first + image.channels].map { Int($0) }
    }
  }

  @Test("every kind has the colours that Pillow decodes", arguments: JPEGSample.all)
  func kinds(sample: JPEGSample) throws {
    let image = try ImageCodec.decode(sample.file, name: sample.name)
    #expect((image.width, image.height, image.bits) == (16, 16, 8))
    let found = colors(of: image).flatMap(\.self).map(Float.init)
    let expected = sample.colors.flatMap(\.self).map(Float.init)
    #expect(largestDifference(found, expected) <= 2)
  }

  /// Where the upright picture's pixel (x, y) is stored; EXIF 2.3, tag 0x0112.
  func source(_ x: Int, _ y: Int, orientation: Int, width: Int, height: Int) -> (Int, Int) {
    let (right, bottom) = (width - 1, height - 1)
    return switch orientation {
    case 2: (right - x, y)
    case 3: (right - x, bottom - y)
    case 4: (x, bottom - y)
    case 5: (y, x)
    case 6: (y, bottom - x)
    case 7: (right - y, bottom - x)
    case 8: (right - y, x)
    default: (x, y)
    }
  }

  @Test(
    "the EXIF orientation is applied", arguments: Array(1...8), [true, false])
  func orientation(orientation: Int, isBigEndian: Bool) throws {
    let picture = pattern(3, 3, 3).resized(width: 21, height: 10)
    let file = try ImageCodec.encodeJPEG(picture)
    let stored = try ImageCodec.decode(file, name: "stored")
    var segments = JPEGSegment.split(file)
    let exif = EXIFBlock(
      isBigEndian: isBigEndian, orientation: orientation, type: isBigEndian ? 3 : 4)
    segments.insert(exif.segment, at: 1)
    let upright = try ImageCodec.decode(JPEGSegment.file(segments), name: "turned")
    let turned = orientation >= 5
    #expect((upright.width, upright.height) == (turned ? 10 : 21, turned ? 21 : 10))
    var expected: [Float] = []
    for y in 0..<upright.height {
      for x in 0..<upright.width {
        let (fromX, fromY) = source(x, y, orientation: orientation, width: 21, height: 10)
        let first = (fromY * 21 + fromX) * 3
        expected += stored.samples.floats[first..<first + 3]
      }
    }
    #expect(upright.samples.floats == expected)
  }

  @Test("an EXIF block that makes no sense turns nothing")
  func brokenEXIF() {
    let good = EXIFBlock(orientation: 6).bytes
    #expect(orientation(good) == 6)
    for length in 0..<good.count - 12 { #expect(orientation(Array(good[..<length])) == 1) }
    #expect(orientation(EXIFBlock(orientation: 9).bytes) == 1)
    #expect(orientation(EXIFBlock(orientation: 0).bytes) == 1)
    #expect(orientation(EXIFBlock(orientation: 6, count: 2).bytes) == 1)
    #expect(orientation(EXIFBlock(orientation: 6, type: 2).bytes) == 1)
    var farDirectory = good
    farDirectory.replaceSubrange(10..<14, with: [0xFF, 0xFF, 0xFF, 0xFE])
    #expect(orientation(farDirectory) == 1)
  }

  func orientation(_ block: [UInt8]) -> Int {
    Int(block.withUnsafeBufferPointer { cimg_exif_orientation($0.baseAddress, $0.count) })
  }

  @Test("a file cut anywhere is an error, never a grey fill", arguments: JPEGSample.all)
  func truncation(sample: JPEGSample) {
    for length in 3..<sample.file.count {
      #expect(throws: ImageError.self, "\(length) bytes") {
        try ImageCodec.decode(Array(sample.file[..<length]), name: "cut.jpg")
      }
    }
  }

  @Test("a cut file that got a new end marker is an error too")
  func patchedEnd() throws {
    let picture = pattern(40, 40, 3)
    let file = try ImageCodec.encodeJPEG(picture)
    let error = #expect(throws: ImageError.self) {
      try ImageCodec.decode(Array(file[..<(file.count / 2)]) + [0xFF, 0xD9], name: "cut.jpg")
    }
    #expect(
      error?.description
        == "cut.jpg: the image file is damaged (Corrupt JPEG data: premature end of data segment)")
  }

  @Test("12-bit JPEG is said to be unsupported")
  func twelveBits() throws {
    var segments = JPEGSegment.split(JPEGSample.all[0].file)
    let frame = try #require(segments.firstIndex { $0.marker == 0xC0 })
    segments[frame].content[0] = 12
    let error = #expect(throws: ImageError.self) {
      try ImageCodec.decode(JPEGSegment.file(segments), name: "deep.jpg")
    }
    #expect(
      error?.kind == .unsupported(reason: "Unsupported JPEG data precision 12"))
  }

  @Test("two components are said to be unsupported")
  func twoComponents() throws {
    var segments = JPEGSegment.split(JPEGSample.all[1].file)
    let frame = try #require(segments.firstIndex { $0.marker == 0xC0 })
    segments[frame].content[5] = 2
    segments[frame].content.removeLast(3)
    // The scan must not name the component that is gone.
    let scan = try #require(segments.firstIndex { $0.marker == 0xDA })
    segments[scan].content[0] = 2
    segments[scan].content.removeSubrange(5..<7)
    let error = #expect(throws: ImageError.self) {
      try ImageCodec.decode(JPEGSegment.file(segments), name: "two.jpg")
    }
    guard case .unsupported = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("hundreds of scans, each a pass over the whole picture, are refused")
  func manyScans() throws {
    let sample = try #require(JPEGSample.all.first { $0.name == "progressive" })
    let segments = JPEGSegment.split(sample.file)
    let place = try #require(segments.firstIndex { $0.marker == 0xDA })
    var scan = segments[place]
    // Full precision at once: only then may the same scan come again.
    scan.content[scan.content.count - 1] = 0
    let scans = [JPEGSegment](repeating: scan, count: 501)
    let file = JPEGSegment.file(segments[..<place] + scans + [JPEGSegment(marker: 0xD9)])
    let error = #expect(throws: ImageError.self) { try ImageCodec.decode(file, name: "scans.jpg") }
    #expect(error?.kind == .corrupt(reason: "more than 500 scans"))
  }

  @Test("a header of 60,000 x 60,000 pixels is refused")
  func tooLarge() throws {
    var segments = JPEGSegment.split(JPEGSample.all[0].file)
    let frame = try #require(segments.firstIndex { $0.marker == 0xC0 })
    segments[frame].content.replaceSubrange(1..<5, with: [0xEA, 0x60, 0xEA, 0x60])
    let limit = ImageCodec.defaultPixelLimit
    #expect(
      throws: ImageError(
        name: "bomb.jpg", kind: .tooLarge(width: 60_000, height: 60_000, limit: limit))
    ) {
      try ImageCodec.decode(JPEGSegment.file(segments), name: "bomb.jpg")
    }
    // Within the limit, but 165 bytes cannot hold it.
    segments[frame].content.replaceSubrange(1..<5, with: [0x20, 0, 0x20, 0])
    #expect(throws: ImageError.self) {
      try ImageCodec.decode(JPEGSegment.file(segments), name: "bomb.jpg")
    }
  }
}
