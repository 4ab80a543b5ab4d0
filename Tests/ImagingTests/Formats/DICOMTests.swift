import Basics
import Imaging
import Testing

@Suite("DICOM")
struct DICOMTests {
  typealias Element = DICOMFile.Element

  private func samples(_ file: DICOMFile) throws -> [Float] {
    try ImageCodec.decode(file.bytes, name: "x.dcm").samples.floats
  }

  private func message(_ file: DICOMFile) -> String? {
    #expect(throws: ImageError.self) { try ImageCodec.decode(file.bytes, name: "x.dcm") }?
      .description
  }

  @Test("8 bits as they are; MONOCHROME1 is inverted")
  func plain() throws {
    var file = DICOMFile()
    #expect(try samples(file) == [10, 20, 30, 40, 50, 60])
    file.set(Element(0x0028, 0x0004, "CS", "MONOCHROME1"))
    #expect(try samples(file) == [245, 235, 225, 215, 205, 195])
  }

  /// PS3.3 C.11.2.1.2.1 with centre 35 and width 31: y = (x - 34.5) / 30 + 0.5.
  @Test("the first window is applied, on rescaled values")
  func window() throws {
    var file = DICOMFile()
    file.set(Element(0x0028, 0x1050, "DS", "35\\1"))
    file.set(Element(0x0028, 0x1051, "DS", "31\\2"))
    let expected: [Float] = [10, 20, 30, 40, 50, 60].map {
      (min(max(($0 - 34.5) / 30 + 0.5, 0), 1) * 65_535).rounded()
    }
    #expect(try samples(file) == expected)
    file.set(Element(0x0028, 0x1052, "DS", "-5"))
    file.set(Element(0x0028, 0x1053, "DS", "0.5"))
    file.set(Element(0x0028, 0x1050, "DS", "12.5"))
    file.set(Element(0x0028, 0x1051, "DS", "16"))
    #expect(
      try samples(file)
        == [10, 20, 30, 40, 50, 60].map {
          (min(max(($0 / 2 - 5 - 12) / 15 + 0.5, 0), 1) * 65_535).rounded()
        })
  }

  /// Rows that run to the patient's right are mirrored, so that his right is on the left.
  @Test("PatientOrientation decides on sides")
  func orientation() throws {
    var file = DICOMFile()
    file.set(Element(0x0020, 0x0020, "CS", "R\\F"))
    #expect(try samples(file) == [30, 20, 10, 60, 50, 40])
    file.set(Element(0x0020, 0x0020, "CS", "L\\H"))
    #expect(try samples(file) == [40, 50, 60, 10, 20, 30])
    for usual in ["L\\F", "A\\F", "", "?"] {
      file.set(Element(0x0020, 0x0020, "CS", usual))
      #expect(try samples(file) == [10, 20, 30, 40, 50, 60])
    }
  }

  @Test(
    "wrong elements are named",
    arguments: [
      (Element(0x0028, 0x0010, 0), "(0028,0010) Rows: found 0, expected 1 to 65535"),
      (Element(0x0028, 0x0011, "US", [1]), "(0028,0011) Columns: found 1 bytes, expected 2 bytes"),
      (
        Element(0x0028, 0x0004, "CS", "ARGB"),
        "(0028,0004) PhotometricInterpretation: found \"ARGB\", expected MONOCHROME1, MONOCHROME2, "
          + "PALETTE COLOR, RGB or YBR_FULL"
      ),
      (Element(0x0028, 0x0100, 12), "(0028,0100) BitsAllocated: found 12, expected 8, 16 or 32"),
      (Element(0x0028, 0x0101, 9), "(0028,0101) BitsStored: found 9, expected 1 to 8"),
      (Element(0x0028, 0x0102, 3), "(0028,0102) HighBit: found 3, expected 7"),
      (Element(0x0028, 0x0008, "IS", "20"), "(0028,0008) NumberOfFrames: found 20, expected 1"),
      (Element(0x0028, 0x0002, 3), "(0028,0002) SamplesPerPixel: found 3, expected 1"),
      (
        Element(0x0028, 0x1053, "DS", "fast"),
        "(0028,1053) RescaleSlope: found \"fast\", expected a decimal number"
      ),
    ])
  func wrongElements(element: Element, text: String) {
    var file = DICOMFile()
    file.set(element)
    #expect(message(file) == "x.dcm: not a valid DICOM file: \(text)")
  }

  @Test("missing elements are named")
  func missing() {
    var file = DICOMFile()
    file.remove(0x0028, 0x0010)
    #expect(
      message(file)?.hasSuffix("(0028,0010) Rows: found nothing, expected 1 to 65535") == true)
    file = DICOMFile()
    file.remove(0x7FE0, 0x0010)
    #expect(message(file)?.contains("(7FE0,0010) PixelData: found nothing") == true)
    file = DICOMFile()
    file.set(Element(0x7FE0, 0x0010, "OB", [1, 2]))
    #expect(
      message(file)
        == "x.dcm: the image file is truncated ((7FE0,0010) PixelData: 2 bytes, expected 6 for "
        + "3 x 2 pixels)")
  }

  @Test("a packing that is not read is named with a way out")
  func packing() {
    var file = DICOMFile()
    file.syntax = "1.2.840.10008.1.2.4.90"
    #expect(
      message(file)
        == "x.dcm: this kind of image is not supported (DICOM with JPEG 2000 lossless; unpack it "
        + "first, with gdcmconv --raw or dcmdjpeg say)")
  }

  /// A value of the patient's group that is damaged in every way: nothing of it is repeated.
  @Test("no message repeats what stands in elements about the patient")
  func secrecy() {
    var file = DICOMFile()
    for length in [0, 1, 3, 200, 60_000] {
      file.set(
        Element(0x0010, 0x0010, "PN", Array("Somebody^Secret ".utf8), length: length))
      guard let text = message(file) else { continue }
      #expect(!text.contains("Somebody") && !text.contains("Secret") && !text.contains("ecre"))
    }
  }

  @Test("run-length code: literal and repeated runs, damaged ones named")
  func runLength() throws {
    var file = DICOMFile()
    file.syntax = "1.2.840.10008.1.2.5"
    func frame(_ runs: [UInt8]) -> [UInt8] {
      let header: [UInt8] = [1, 0, 0, 0, 64, 0, 0, 0] + [UInt8](repeating: 0, count: 56)
      return DICOMFile.fragments([header + runs])
    }
    // Two as they are, the third one four times.
    file.set(
      Element(0x7FE0, 0x0010, "OB", frame([1, 7, 8, 253, 9, 0x80]), length: 0xFFFF_FFFF))
    #expect(try samples(file) == [7, 8, 9, 9, 9, 9])
    file.set(Element(0x7FE0, 0x0010, "OB", frame([1, 7, 8]), length: 0xFFFF_FFFF))
    #expect(
      message(file)
        == "x.dcm: the image file is damaged ((7FE0,0010) PixelData: segment 1 holds 2 bytes, "
        + "expected 6)")
  }
}
