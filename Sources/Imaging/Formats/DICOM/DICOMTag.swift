/// The number of a DICOM element.
struct DICOMTag: Hashable {
  let group: UInt16
  let element: UInt16

  init(_ group: UInt16, _ element: UInt16) {
    self.group = group
    self.element = element
  }

  static let transferSyntax = DICOMTag(0x0002, 0x0010)
  static let patientOrientation = DICOMTag(0x0020, 0x0020)
  static let samplesPerPixel = DICOMTag(0x0028, 0x0002)
  static let photometric = DICOMTag(0x0028, 0x0004)
  static let planarConfiguration = DICOMTag(0x0028, 0x0006)
  static let numberOfFrames = DICOMTag(0x0028, 0x0008)
  static let rows = DICOMTag(0x0028, 0x0010)
  static let columns = DICOMTag(0x0028, 0x0011)
  static let bitsAllocated = DICOMTag(0x0028, 0x0100)
  static let bitsStored = DICOMTag(0x0028, 0x0101)
  static let highBit = DICOMTag(0x0028, 0x0102)
  static let pixelRepresentation = DICOMTag(0x0028, 0x0103)
  static let windowCenter = DICOMTag(0x0028, 0x1050)
  static let windowWidth = DICOMTag(0x0028, 0x1051)
  static let rescaleIntercept = DICOMTag(0x0028, 0x1052)
  static let rescaleSlope = DICOMTag(0x0028, 0x1053)
  static let windowFunction = DICOMTag(0x0028, 0x1056)
  static let paletteDescriptors = (0...2).map { DICOMTag(0x0028, 0x1101 + $0) }
  static let palettes = (0...2).map { DICOMTag(0x0028, 0x1201 + $0) }
  static let modalityTables = DICOMTag(0x0028, 0x3000)
  static let tableDescriptor = DICOMTag(0x0028, 0x3002)
  static let tableData = DICOMTag(0x0028, 0x3006)
  static let windowTables = DICOMTag(0x0028, 0x3010)
  static let pixelData = DICOMTag(0x7FE0, 0x0010)

  static let item = DICOMTag(0xFFFE, 0xE000)
  static let itemEnd = DICOMTag(0xFFFE, 0xE00D)
  static let sequenceEnd = DICOMTag(0xFFFE, 0xE0DD)

  /// The elements whose values are kept while a file is read: how pixels are stored and shown.
  ///
  /// Nothing else is, so that nobody's name or number can find its way into a message.
  static let kept: [DICOMTag: String] = {
    var names: [DICOMTag: String] = [
      transferSyntax: "TransferSyntaxUID", patientOrientation: "PatientOrientation",
      samplesPerPixel: "SamplesPerPixel", photometric: "PhotometricInterpretation",
      planarConfiguration: "PlanarConfiguration", numberOfFrames: "NumberOfFrames",
      rows: "Rows", columns: "Columns", bitsAllocated: "BitsAllocated",
      bitsStored: "BitsStored", highBit: "HighBit", pixelRepresentation: "PixelRepresentation",
      windowCenter: "WindowCenter", windowWidth: "WindowWidth",
      rescaleIntercept: "RescaleIntercept", rescaleSlope: "RescaleSlope",
      windowFunction: "VOILUTFunction", modalityTables: "ModalityLUTSequence",
      tableDescriptor: "LUTDescriptor", tableData: "LUTData",
      windowTables: "VOILUTSequence", pixelData: "PixelData",
    ]
    for (tag, colour) in zip(paletteDescriptors, ["Red", "Green", "Blue"]) {
      names[tag] = "\(colour)PaletteColorLookupTableDescriptor"
    }
    for (tag, colour) in zip(palettes, ["Red", "Green", "Blue"]) {
      names[tag] = "\(colour)PaletteColorLookupTableData"
    }
    return names
  }()
}

extension DICOMTag: CustomStringConvertible {
  /// "(0028,0010) Rows", or the number alone for elements that are passed over.
  var description: String {
    func digits(_ number: UInt16) -> String {
      let text = String(number, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - text.count) + text
    }
    let number = "(\(digits(group)),\(digits(element)))"
    return DICOMTag.kept[self].map { "\(number) \($0)" } ?? number
  }
}
