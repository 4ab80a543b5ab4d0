import Basics

/// Writes DICOM files, sound or not, element by element.
struct DICOMFile {
  /// An element as it will be written.
  struct Element {
    var group: Int
    var element: Int
    var vr: String
    var value: [UInt8]
    /// What is written as its length; nil: the number of its bytes.
    var length: Int?

    init(_ group: Int, _ element: Int, _ vr: String, _ value: [UInt8], length: Int? = nil) {
      (self.group, self.element, self.vr) = (group, element, vr)
      (self.value, self.length) = (value, length)
    }

    /// A number of two bytes, little endian.
    init(_ group: Int, _ element: Int, _ number: Int) {
      self.init(group, element, "US", [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)])
    }

    /// A text, padded to an even length.
    init(_ group: Int, _ element: Int, _ vr: String, _ text: String) {
      let bytes = Array(text.utf8)
      self.init(
        group, element, vr, bytes.count.isMultiple(of: 2) ? bytes : bytes + Array(" ".utf8))
    }
  }

  var syntax = "1.2.840.10008.1.2.1"
  var elements: [Element]

  /// A picture of 3 x 2 pixels of 8 bits.
  init() {
    elements = [
      Element(0x0008, 0x0020, "DA", "20200101"),
      Element(0x0010, 0x0010, "PN", "Somebody^Secret"),
      Element(0x0028, 0x0002, 1), Element(0x0028, 0x0004, "CS", "MONOCHROME2"),
      Element(0x0028, 0x0010, 2), Element(0x0028, 0x0011, 3), Element(0x0028, 0x0100, 8),
      Element(0x0028, 0x0101, 8), Element(0x0028, 0x0102, 7), Element(0x0028, 0x0103, 0),
      Element(0x7FE0, 0x0010, "OB", [10, 20, 30, 40, 50, 60]),
    ]
  }

  /// Puts an element in, in place of the one of that number if there is one.
  mutating func set(_ element: Element) {
    let place = elements.firstIndex {
      ($0.group, $0.element) >= (element.group, element.element)
    }
    guard let place else { return elements.append(element) }
    if (elements[place].group, elements[place].element) == (element.group, element.element) {
      elements[place] = element
    } else {
      elements.insert(element, at: place)
    }
  }

  mutating func remove(_ group: Int, _ element: Int) {
    elements.removeAll { $0.group == group && $0.element == element }
  }

  /// The file, explicit and little endian whatever `syntax` says.
  var bytes: [UInt8] {
    var meta = DICOMFile.encoded([Element(0x0002, 0x0010, "UI", syntax + "\0")])
    if !meta.count.isMultiple(of: 2) { meta.append(0) }
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta
      + DICOMFile.encoded(elements)
  }

  static func encoded(_ elements: [Element]) -> [UInt8] {
    elements.flatMap { element in
      let length = element.length ?? element.value.count
      let isLong = ["OB", "OW", "SQ", "UN", "UT"].contains(element.vr)
      let start =
        little(element.group, 2) + little(element.element, 2) + Array(element.vr.utf8)
      return start + (isLong ? [0, 0] + little(length, 4) : little(length, 2)) + element.value
    }
  }

  /// Packed pixels: an empty table of offsets, the fragments, the end.
  static func fragments(_ parts: [[UInt8]]) -> [UInt8] {
    ([[]] + parts).flatMap { [0xFE, 0xFF, 0, 0xE0] + little($0.count, 4) + $0 }
      + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
  }

  private static func little(_ number: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
