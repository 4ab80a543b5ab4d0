/// A picture from a DICOM file: its values, and how they are to be shown.
///
/// Part 10 files with the preamble, and bare data sets; explicit and implicit, little and big endian, deflated; pixels not
/// packed, run-length coded, or baseline JPEG; 8, 16 and 32 bits with any number of them in use, signed or not;
/// MONOCHROME1, MONOCHROME2, RGB, YBR_FULL and PALETTE COLOR; one frame.
///
/// Elements about the patient are passed over unread.
public struct DICOMPicture: Sendable {
  /// Pixels per row, as stored.
  public let width: Int
  /// Rows, as stored.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// The values as stored, rescaled (slope and intercept, or the modality's table): `width * height * channels`.
  public let values: [Double]
  /// Whether the smallest value is white (MONOCHROME1).
  public let isInverted: Bool
  /// The window that the file wants, the first one if there are several; nil: none, or one given as a table.
  public let window: DICOMWindow?

  private let windowTable: DICOMTable?
  private let fullRange: SampleScale
  private let order: PictureOrder

  /// Whether bytes are a DICOM file, readable or not.
  public static func isDICOM(_ bytes: [UInt8]) -> Bool { DICOMParser.accepts(bytes) }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: its content.
  ///   - name: names the file in errors.
  ///   - pixelLimit: the most pixels accepted; no more memory is taken than they need.
  public init(
    _ bytes: [UInt8], name: String, pixelLimit: Int = ImageCodec.defaultPixelLimit
  ) throws(ImageError) {
    // Deflated files may hold more than pixels, but not without end.
    let (elements, syntax) = try DICOMParser.read(
      bytes, name: name, limit: 12 * max(0, min(pixelLimit, 1 << 32)) + 16 << 20)
    let format = try DICOMPixelFormat(elements, pixelLimit: pixelLimit)
    (width, height, channels) = (format.columns, format.rows, format.colour.isGrey ? 1 : 3)
    let stored = try DICOMPixels(elements, syntax: syntax, format: format)

    var lowest = stored.range.minimum
    var highest = stored.range.maximum
    if format.colour.isGrey {
      let slope = try elements.decimal(.rescaleSlope) ?? 1
      let intercept = try elements.decimal(.rescaleIntercept) ?? 0
      guard slope != 0 else {
        throw elements.error(.rescaleSlope, found: "0", expected: "a number other than 0")
      }
      if let table = try DICOMPicture.table(.modalityTables, elements, isSigned: format.isSigned) {
        values = stored.values.map { table($0) }
        (lowest, highest) = (0, table.maximum)
      } else if slope == 1, intercept == 0 {
        values = stored.values
      } else {
        values = stored.values.map { $0 * slope + intercept }
        let ends = [lowest * slope + intercept, highest * slope + intercept]
        (lowest, highest) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
      }
      window = try DICOMWindow(elements)
      windowTable =
        window == nil
        ? try DICOMPicture.table(
          .windowTables, elements, isSigned: format.isSigned || lowest < 0) : nil
    } else {
      (values, window, windowTable) = (stored.values, nil, nil)
    }
    isInverted = format.colour == .inverted
    let isDeep = highest - lowest > 255 || window != nil || windowTable != nil
    fullRange = SampleScale(black: lowest, white: highest, bits: isDeep ? 16 : 8)
    order = PictureOrder(patientOrientation: elements.texts(.patientOrientation) ?? [])
  }

  /// The picture as the file wants it shown, with samples of 8 or 16 bits.
  ///
  /// Black and white are those of the window, else the ends of the range that the file's bits have. MONOCHROME1 is
  /// inverted. A picture whose PatientOrientation says that it is stored mirrored (rows run to the patient's right) or upside
  /// down is turned, so that the patient's right is on the left.
  public var image: Image {
    var scale = fullRange
    var shown = values
    if let window {
      shown = values.map(window.unit)
      (scale.black, scale.white) = (0, 1)
    } else if let windowTable {
      shown = values.map(windowTable.unit)
      (scale.black, scale.white) = (0, 1)
    }
    let arranged = order.arranged(shown, first: width, second: height, channels: channels)
    var samples = scale.samples(arranged)
    if isInverted {
      switch samples {
      case .bits8(let values): samples = .bits8(values.map { 255 - $0 })
      case .bits16(let values): samples = .bits16(values.map { 65_535 - $0 })
      }
    }
    return Image(width: width, height: height, channels: channels, samples: samples)
  }

  /// The first table of a sequence.
  private static func table(
    _ sequence: DICOMTag, _ elements: DICOMValues, isSigned: Bool
  ) throws(ImageError) -> DICOMTable? {
    guard let item = elements.dataSet.items[sequence]?.first else { return nil }
    var inner = elements
    inner.dataSet = item
    guard
      let table = try DICOMTable(
        inner, descriptor: .tableDescriptor, data: .tableData, isSigned: isSigned)
    else {
      throw elements.error(
        sequence, found: "no table",
        expected: "\(DICOMTag.tableDescriptor) and \(DICOMTag.tableData)")
    }
    return table
  }
}

extension DICOMPixelFormat.Colour {
  /// Whether a pixel is one brightness.
  var isGrey: Bool { self == .grey || self == .inverted }
}

extension PictureOrder {
  /// What PatientOrientation asks for: where rows and columns run to.
  ///
  /// `L\F`, what a frontal view looked at has, asks for nothing; `R` first: mirrored; `H` second: upside down.
  fileprivate init(patientOrientation: [String]) {
    guard patientOrientation.count == 2, let across = patientOrientation[0].first,
      let down = patientOrientation[1].first, "LR".contains(across), "FH".contains(down)
    else {
      self.init()
      return
    }
    self.init(reversesColumns: across == "R", reversesRows: down == "H")
  }
}
