import Basics
import Imaging
import TestSupport
import Testing

@Suite("Encoding and decoding")
struct RoundTripTests {
  @Test(
    "PNG returns what was encoded",
    arguments: [
      pattern(5, 7, 1), pattern(5, 7, 3), deepPattern(5, 7, 1), deepPattern(5, 7, 3),
      pattern(1, 1, 1), pattern(1, 300, 3),
    ])
  func png(image: Image) throws {
    let bytes = try ImageCodec.encodePNG(image)
    #expect(try ImageCodec.decode(bytes, name: "a.png") == image)
    #expect(try ImageCodec.encodePNG(image) == bytes)
  }

  @Test("JPEG returns nearly what was encoded", arguments: [1, 3])
  func jpeg(channels: Int) throws {
    let image = pattern(3, 3, channels).resized(width: 64, height: 40)
    let bytes = try ImageCodec.encodeJPEG(image, quality: 95)
    let decoded = try ImageCodec.decode(bytes, name: "a.jpg")
    #expect((decoded.width, decoded.height, decoded.channels) == (64, 40, channels))
    // A smooth picture at quality 95 loses little; 4:2:0 blurs its colours.
    #expect(
      largestDifference(decoded.samples.floats, image.samples.floats) < (channels == 1 ? 4 : 40))
    #expect(try ImageCodec.encodeJPEG(image, quality: 95) == bytes)
  }

  @Test("the content decides on the format, not the extension")
  func magic() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("really-a-jpeg.png")
    let image = Image(width: 8, height: 8, channels: 1, pixels: [UInt8](repeating: 77, count: 64))
    try AtomicFile.write(try ImageCodec.encodeJPEG(image), to: path)
    #expect(try ImageCodec.read(path) == image)
    let header = try ImageCodec.header(of: try FileSystem.read(path), name: path)
    #expect(header.format == .jpeg)
  }

  @Test("JPEG refuses 16-bit pictures")
  func deepJPEG() {
    #expect(
      throws: ImageError(
        name: "deep.jpg", kind: .unsupported(reason: "JPEG holds 8 bits per sample"))
    ) {
      try ImageCodec.encodeJPEG(deepPattern(4, 4, 1), name: "deep.jpg")
    }
  }
}
