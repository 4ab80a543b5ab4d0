/// The elements of a file, or of an item of a sequence, that say how pixels are stored and shown.
struct DICOMDataSet {
  /// The values of plain elements, as places in the bytes of the file.
  var values: [DICOMTag: Range<Int>] = [:]
  /// The items of sequences.
  var items: [DICOMTag: [DICOMDataSet]] = [:]
  /// The fragments of packed pixels, without the table of offsets; nil when pixels are not packed.
  var fragments: [Range<Int>]?
  /// Whether the pixels, when not packed, are words (`OW`) rather than bytes.
  var pixelsAreWords = true
}

/// The elements of a file together with its bytes: reads and checks single values.
struct DICOMValues {
  let name: String
  let reader: NumberReader
  var dataSet: DICOMDataSet

  /// An error about an element.
  func error(_ tag: DICOMTag, found: String, expected: String) -> ImageError {
    DICOMParser.error(name, tag, found: found, expected: expected)
  }

  /// A number of two bytes (US or SS, without sign), the first one if there are several; nil when absent.
  func word(_ tag: DICOMTag, at index: Int = 0) throws(ImageError) -> Int? {
    guard let range = dataSet.values[tag], !range.isEmpty else { return nil }
    guard range.count >= 2 * (index + 1), range.count.isMultiple(of: 2) else {
      throw error(tag, found: "\(range.count) bytes", expected: "2 bytes")
    }
    return Int(reader.unsigned(at: range.lowerBound + 2 * index, width: 2))
  }

  /// A number of two bytes within bounds.
  func word(
    _ tag: DICOMTag, in bounds: ClosedRange<Int>, default fallback: Int? = nil
  ) throws(ImageError) -> Int {
    let expected =
      bounds.count == 1 ? "\(bounds.lowerBound)" : "\(bounds.lowerBound) to \(bounds.upperBound)"
    guard let value = try word(tag) ?? fallback else {
      throw error(tag, found: "nothing", expected: expected)
    }
    guard bounds.contains(value) else {
      throw error(tag, found: "\(value)", expected: expected)
    }
    return value
  }

  /// A text without the padding around it, cut into its values; nil when absent or blank.
  func texts(_ tag: DICOMTag) -> [String]? {
    guard let range = dataSet.values[tag] else { return nil }
    // No value that is looked at is longer; damaged ones may be anything.
    let text = String(decoding: reader.bytes[range].prefix(256), as: UTF8.self)
    let parts = text.split(separator: "\\", omittingEmptySubsequences: false).map { part in
      let isPadding: (Character) -> Bool = { $0 == " " || $0 == "\0" }
      let start = part.drop(while: isPadding)
      return String(start.reversed().drop(while: isPadding).reversed())
    }
    return parts.allSatisfy(\.isEmpty) ? nil : parts
  }

  /// A decimal number as text (DS, IS), the first one if there are several; nil when absent.
  func decimal(_ tag: DICOMTag) throws(ImageError) -> Double? {
    guard let text = texts(tag)?.first, !text.isEmpty else { return nil }
    guard text.allSatisfy({ "0123456789+-.eE".contains($0) }), let value = Double(text),
      value.isFinite
    else { throw error(tag, found: DICOMParser.shown(text), expected: "a decimal number") }
    return value
  }
}
