import Imaging
import Testing

@Suite("Pictures and their channels")
struct ImageTests {
  @Test("grey is the luma of Pillow's convert('L')")
  func luma() {
    // np.array(Image.fromarray(pattern(3, 2, 3)).convert("L")), Pillow 13.0
    let expected: [UInt8] = [73, 110, 147, 134, 148, 192]
    #expect(pattern(3, 2, 3).converted(toChannels: 1).samples == .bits8(expected))
  }

  @Test("16-bit luma keeps its depth")
  func deepLuma() {
    let source = Image(
      width: 2, height: 1, channels: 3,
      samples: .bits16([65_535, 65_535, 65_535, 1000, 2000, 3000]))
    // 0.299 * 1000 + 0.587 * 2000 + 0.114 * 3000 = 1815
    #expect(source.converted(toChannels: 1).samples == .bits16([65_535, 1815]))
  }

  @Test("grey becomes three equal channels, and back")
  func replication() {
    let grey = Image(width: 2, height: 1, channels: 1, pixels: [9, 200] as [UInt8])
    let colour = grey.converted(toChannels: 3)
    #expect(colour.samples == .bits8([9, 9, 9, 200, 200, 200]))
    #expect(colour.converted(toChannels: 1) == grey)
  }

  @Test("depth says how large samples are")
  func depth() {
    #expect(pattern(3, 2, 1).maximum == 255)
    #expect(deepPattern(3, 2, 1).maximum == 65_535)
    #expect(deepPattern(3, 2, 1).byteCount == 12)
  }
}
