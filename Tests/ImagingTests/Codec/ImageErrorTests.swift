import Basics
import Imaging
import TestSupport
import Testing

@Suite("What people read about bad images")
struct ImageErrorTests {
  func message(_ content: [UInt8], name: String = "xray.png") -> String? {
    #expect(throws: ImageError.self) { try ImageCodec.decode(content, name: name) }?.description
  }

  @Test("a text file called .png")
  func text() {
    #expect(
      message(Array("hello, world and more".utf8))
        == "xray.png: not a PNG, JPEG, NIfTI or DICOM image (it starts with the text \"hello, world\")"
    )
  }

  @Test("files of other formats are named")
  func otherFormats() {
    #expect(
      message(Array("GIF89a......".utf8))
        == "xray.png: not a PNG, JPEG, NIfTI or DICOM image (it looks like a GIF file)")
    #expect(
      message([0x1F, 0x8B, 8, 0])
        == "xray.png: not a PNG, JPEG, NIfTI or DICOM image (it looks like a gzip file)"
    )
  }

  @Test("binary data, and nothing at all")
  func binary() {
    #expect(
      message([0, 1, 0xFE])
        == "xray.png: not a PNG, JPEG, NIfTI or DICOM image (it starts with the bytes 00 01 fe)")
    #expect(message([]) == "xray.png: not a PNG, JPEG, NIfTI or DICOM image (the file is empty)")
  }

  @Test("a missing file is named with the reason")
  func missing() {
    let path = TemporaryDirectory().file("none.png")
    let error = #expect(throws: ImageError.self) { try ImageCodec.read(path) }
    #expect(error?.description == "cannot read \(path): no such file or directory")
    guard case .unreadable(let cause) = error?.kind else {
      Issue.record("not .unreadable")
      return
    }
    #expect(cause.code == .notFound)
  }
}
