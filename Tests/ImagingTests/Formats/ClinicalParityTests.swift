import Basics
import Foundation
import Imaging
import Testing

/// Files that nibabel and pydicom wrote, and what these read in them.
@Suite("NIfTI and DICOM as nibabel and pydicom read them")
struct ClinicalParityTests {
  @Test(arguments: ClinicalGoldens.all.keys.sorted())
  func sameValuesAndSamples(name: String) throws {
    let golden = try ClinicalGolden(named: name)
    let values: [Double]
    if NIfTIPicture.isNIfTI(golden.file) {
      values = try NIfTIPicture(golden.file, name: name).values
    } else {
      values = try DICOMPicture(golden.file, name: name).values
    }
    #expect(values.count == golden.values.count)
    for (value, expected) in zip(values, golden.values) {
      if let expected {
        #expect(abs(value - expected) <= golden.valueTolerance)
      } else {
        #expect(!value.isFinite)
      }
    }
    let image = try ImageCodec.decode(golden.file, name: name)
    #expect(image.width == golden.width && image.height == golden.height)
    #expect(image.channels == golden.channels && image.bits == golden.bits)
    let differences = zip(image.samples.floats, golden.samples).map { abs(Int($0) - $1) }
    #expect(differences.max() ?? .max <= golden.sampleTolerance)
  }
}

/// One file with what was read in it.
struct ClinicalGolden {
  let file: [UInt8]
  let width: Int
  let height: Int
  let channels: Int
  let bits: Int
  /// What the file holds; nil: no number.
  let values: [Double?]
  let samples: [Int]
  /// pydicom rounds windows to floats of 32 bits.
  let sampleTolerance: Int
  let valueTolerance: Double

  init(named name: String) throws {
    let packed = try #require(Data(base64Encoded: ClinicalGoldens.all[name] ?? ""))
    let text = try Deflate.unpack([UInt8](packed), format: .zlib)
    let json = try JSONValue.parse(String(decoding: text, as: UTF8.self))
    func number(_ key: String) -> Int? { json[key]?.double.map { Int($0) } }
    file = [UInt8](try #require(Data(base64Encoded: json["data"]?.string ?? "")))
    width = try #require(number("width"))
    height = try #require(number("height"))
    channels = try #require(number("channels"))
    bits = try #require(number("bits"))
    values = (json["values"]?.array ?? []).map(\.double)
    samples = (json["samples"]?.array ?? []).compactMap { $0.double.map { Int($0) } }
    sampleTolerance = number("tolerance") ?? 0
    valueTolerance = name.hasPrefix("ybr") ? 1 : 0
  }
}
