import Basics

/// Reads the elements of a DICOM file (PS3.5 and PS3.10): with or without the preamble, explicit or implicit, little or big
/// endian, deflated.
struct DICOMParser {
  /// Deeper sequences are damage.
  private static let depthLimit = 32
  private static let undefined = Int(UInt32.max)

  private let name: String
  private var reader: NumberReader
  private var isExplicit: Bool
  private var position: Int

  /// Whether bytes look like a DICOM file.
  static func accepts(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 132 && bytes[128..<132].elementsEqual("DICM".utf8) || bareSyntax(bytes) != nil
  }

  /// Reads a file.
  ///
  /// - Returns: its bytes (unpacked, if they were deflated) with the elements in them, and how they are written.
  static func read(
    _ bytes: [UInt8], name: String, limit: Int
  ) throws(ImageError) -> (values: DICOMValues, syntax: DICOMSyntax) {
    let hasPreamble = bytes.count >= 132 && bytes[128..<132].elementsEqual("DICM".utf8)
    let start = hasPreamble ? 132 : 0
    var meta = DICOMParser(bytes, name: name, syntax: DICOMSyntax(), from: start)
    guard meta.group() == 0x0002 else {
      // Nothing says how it is written but the first elements themselves.
      let syntax = bareSyntax(Array(bytes[start...].prefix(16))) ?? DICOMSyntax(isExplicit: false)
      return (try values(of: bytes, name: name, syntax: syntax, from: start), syntax)
    }
    let information = DICOMValues(
      name: name, reader: meta.reader, dataSet: try meta.metaInformation())
    let identifier = information.texts(.transferSyntax)?.first ?? ""
    guard let syntax = DICOMSyntax(identifier: identifier) else {
      guard !identifier.isEmpty, identifier.allSatisfy({ "0123456789.".contains($0) }) else {
        throw error(
          name, .transferSyntax, found: identifier.isEmpty ? "nothing" : shown(identifier),
          expected: "the identifier of a transfer syntax")
      }
      throw ImageError(
        name: name,
        kind: .unsupported(
          reason: "DICOM with \(DICOMSyntax.name(ofUnsupported: identifier)); "
            + "unpack it first, with gdcmconv --raw or dcmdjpeg say"))
    }
    guard syntax.isDeflated else {
      return (
        try values(of: bytes, name: name, syntax: syntax, from: meta.position), syntax
      )
    }
    let content = try inflated(Array(bytes[meta.position...]), name: name, limit: limit)
    return (try values(of: content, name: name, syntax: syntax, from: 0), syntax)
  }

  /// An error about an element.
  static func error(
    _ name: String, _ tag: DICOMTag, found: String, expected: String
  ) -> ImageError {
    ImageError(
      name: name,
      kind: .malformed(
        format: "DICOM", field: tag.description, found: found, expected: expected))
  }

  /// A text of a file, in quotes, without what could disturb a line.
  static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(40).map { $0.isASCII && $0.value >= 32 ? $0 : "?" }
    return "\"" + String(String.UnicodeScalarView(scalars)) + "\""
  }

  private init(_ bytes: [UInt8], name: String, syntax: DICOMSyntax, from start: Int) {
    self.name = name
    reader = NumberReader(bytes: bytes, isBigEndian: syntax.isBigEndian)
    isExplicit = syntax.isExplicit
    position = start
  }

  private static func values(
    of bytes: [UInt8], name: String, syntax: DICOMSyntax, from start: Int
  ) throws(ImageError) -> DICOMValues {
    var parser = DICOMParser(bytes, name: name, syntax: syntax, from: start)
    let dataSet = try parser.dataSet(end: bytes.count, endsWithMark: false, depth: 0)
    return DICOMValues(name: name, reader: parser.reader, dataSet: dataSet)
  }

  /// How a data set without the part that says so is written; nil when it is none.
  private static func bareSyntax(_ bytes: [UInt8]) -> DICOMSyntax? {
    guard bytes.count >= 16 else { return nil }
    let isExplicit = VR(bytes[4], bytes[5]) != nil
    switch (bytes[0], bytes[1]) {
    case (2, 0) where isExplicit: return DICOMSyntax()
    case (8, 0) where bytes[3] == 0 && isExplicit: return DICOMSyntax()
    // The length of an identifier, a code or a date, as the first elements are.
    case (8, 0) where bytes[3] == 0 && bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 0:
      return DICOMSyntax(isExplicit: false)
    case (0, 8) where bytes[2] == 0 && isExplicit: return DICOMSyntax(isBigEndian: true)
    default: return nil
    }
  }

  private static func inflated(
    _ bytes: [UInt8], name: String, limit: Int
  ) throws(ImageError) -> [UInt8] {
    // Files are padded to an even length.
    let candidates = bytes.last == 0 ? [Array(bytes.dropLast()), bytes] : [bytes]
    var failure = CompressionError.truncated
    for candidate in candidates {
      do throws(CompressionError) {
        return try Deflate.unpack(candidate, format: .raw, limit: limit)
      } catch {
        failure = error
      }
    }
    throw ImageError(name: name, kind: .corrupt(reason: failure.description))
  }

  // MARK: Elements

  /// Two letters that say what kind of value an element has.
  private struct VR: Equatable {
    let first: UInt8
    let second: UInt8

    init?(_ first: UInt8, _ second: UInt8) {
      guard (0x41...0x5A).contains(first), (0x41...0x5A).contains(second) else { return nil }
      self.first = first
      self.second = second
    }

    private func isOne(of names: String...) -> Bool {
      names.contains { $0.utf8.elementsEqual([first, second]) }
    }

    /// Whether a length of four bytes follows two of padding.
    var isLong: Bool {
      isOne(of: "OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UN", "UC", "UR", "UT", "SV", "UV")
    }
    var isSequence: Bool { isOne(of: "SQ") }
    var isUnknown: Bool { isOne(of: "UN") }
    var isBytes: Bool { isOne(of: "OB") }
  }

  private struct Header {
    var tag: DICOMTag
    var vr: VR?
    var length: Int
  }

  /// The group of the next element; nil at the end.
  private func group() -> Int? {
    position + 8 <= reader.bytes.count ? Int(reader.unsigned(at: position, width: 2)) : nil
  }

  private mutating func header() throws(ImageError) -> Header {
    let tag = DICOMTag(
      UInt16(reader.unsigned(at: position, width: 2)),
      UInt16(reader.unsigned(at: position + 2, width: 2)))
    if !isExplicit || tag.group == 0xFFFE {
      let length = Int(reader.unsigned(at: position + 4, width: 4))
      position += 8
      return Header(tag: tag, vr: nil, length: length)
    }
    guard let vr = VR(reader.bytes[position + 4], reader.bytes[position + 5]) else {
      throw DICOMParser.error(
        name, tag, found: "no value representation", expected: "two capital letters")
    }
    if vr.isLong {
      guard position + 12 <= reader.bytes.count else {
        throw truncated(tag)
      }
      let length = Int(reader.unsigned(at: position + 8, width: 4))
      position += 12
      return Header(tag: tag, vr: vr, length: length)
    }
    let length = Int(reader.unsigned(at: position + 6, width: 2))
    position += 8
    return Header(tag: tag, vr: vr, length: length)
  }

  private func truncated(_ tag: DICOMTag) -> ImageError {
    ImageError(name: name, kind: .truncated(reason: "the file ends within \(tag)"))
  }

  /// The elements of group 2, which are always explicit and little endian.
  private mutating func metaInformation() throws(ImageError) -> DICOMDataSet {
    var result = DICOMDataSet()
    while group() == 0x0002 {
      let header = try header()
      guard header.length <= reader.bytes.count - position else { throw truncated(header.tag) }
      if DICOMTag.kept[header.tag] != nil {
        result.values[header.tag] = position..<position + header.length
      }
      position += header.length
    }
    return result
  }

  /// The elements up to a place, or up to the mark of an item's end.
  private mutating func dataSet(
    end: Int, endsWithMark: Bool, depth: Int
  ) throws(ImageError) -> DICOMDataSet {
    guard depth < DICOMParser.depthLimit else {
      throw ImageError(
        name: name,
        kind: .corrupt(reason: "sequences within sequences, more than \(DICOMParser.depthLimit)"))
    }
    var result = DICOMDataSet()
    while position + 8 <= end {
      let header = try header()
      if header.tag == .itemEnd, endsWithMark { return result }
      let isSequence =
        header.vr?.isSequence ?? (header.tag == .modalityTables || header.tag == .windowTables)
      if header.tag == .pixelData, header.length == DICOMParser.undefined {
        result.fragments = try fragments(end: end)
      } else if isSequence || header.length == DICOMParser.undefined {
        let items = try items(header, end: end, depth: depth)
        if DICOMTag.kept[header.tag] != nil { result.items[header.tag] = items }
      } else {
        guard header.length <= end - position else { throw truncated(header.tag) }
        if DICOMTag.kept[header.tag] != nil {
          result.values[header.tag] = position..<position + header.length
          if header.tag == .pixelData { result.pixelsAreWords = header.vr?.isBytes != true }
        }
        position += header.length
      }
      // What lies behind the pixels is padding and signatures.
      if header.tag == .pixelData, depth == 0 { return result }
    }
    guard !endsWithMark else { throw truncated(.itemEnd) }
    position = end
    return result
  }

  /// The items of a sequence; those of an unknown kind are implicit (PS3.5, section 6.2.2, note 2).
  private mutating func items(
    _ header: Header, end: Int, depth: Int
  ) throws(ImageError) -> [DICOMDataSet] {
    let wasExplicit = isExplicit
    if header.vr?.isUnknown == true { isExplicit = false }
    defer { isExplicit = wasExplicit }
    let endsWithMark = header.length == DICOMParser.undefined
    guard endsWithMark || header.length <= end - position else { throw truncated(header.tag) }
    let limit = endsWithMark ? end : position + header.length
    var result: [DICOMDataSet] = []
    while position + 8 <= limit {
      let item = try self.header()
      if item.tag == .sequenceEnd, endsWithMark { return result }
      guard item.tag == .item else {
        throw DICOMParser.error(
          name, header.tag, found: "\(item.tag) in a sequence", expected: "an item, (FFFE,E000)")
      }
      let isOpen = item.length == DICOMParser.undefined
      guard isOpen || item.length <= limit - position else { throw truncated(header.tag) }
      result.append(
        try dataSet(
          end: isOpen ? limit : position + item.length, endsWithMark: isOpen, depth: depth + 1))
    }
    guard !endsWithMark else { throw truncated(header.tag) }
    position = limit
    return result
  }

  /// The fragments of packed pixels behind the table of offsets.
  private mutating func fragments(end: Int) throws(ImageError) -> [Range<Int>] {
    var result: [Range<Int>] = []
    while position + 8 <= end {
      let item = try header()
      if item.tag == .sequenceEnd { return Array(result.dropFirst()) }
      guard item.tag == .item else {
        throw DICOMParser.error(
          name, .pixelData, found: "\(item.tag) among the fragments",
          expected: "an item, (FFFE,E000)")
      }
      guard item.length <= end - position else { throw truncated(.pixelData) }
      result.append(position..<position + item.length)
      position += item.length
    }
    throw truncated(.pixelData)
  }
}
