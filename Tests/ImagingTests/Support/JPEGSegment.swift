/// A marker of a JPEG file with its content; of a scan's marker, with the compressed data too.
struct JPEGSegment: Equatable {
  var marker: UInt8
  /// What follows the length field.
  var content: [UInt8] = []
  /// The compressed data behind a start-of-scan segment, restart markers included.
  var data: [UInt8] = []

  private var isBare: Bool { (0xD0...0xD9).contains(marker) || marker == 0x01 }

  var bytes: [UInt8] {
    if isBare { return [0xFF, marker] + data }
    let length = UInt16(truncatingIfNeeded: content.count + 2)
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + content + data
  }

  static func file(_ segments: [JPEGSegment]) -> [UInt8] { segments.flatMap(\.bytes) }

  /// Splits a well-formed file.
  static func split(_ file: [UInt8]) -> [JPEGSegment] {
    var segments: [JPEGSegment] = []
    var offset = 0
    while offset + 1 < file.count {
      var segment = JPEGSegment(marker: file[offset + 1])
      offset += 2
      if !segment.isBare {
        let length = Int(file[offset]) << 8 | Int(file[offset + 1])
        segment.content = Array(file[offset + 2..<offset + length])
        offset += length
      }
      let start = offset
      while offset + 1 < file.count, !isMarker(file[offset], file[offset + 1]) { offset += 1 }
      segment.data = Array(file[start..<offset])
      segments.append(segment)
    }
    return segments
  }

  private static func isMarker(_ first: UInt8, _ second: UInt8) -> Bool {
    first == 0xFF && second != 0 && second != 0xFF && !(0xD0...0xD7).contains(second)
  }
}

/// An EXIF block as a JPEG file holds it behind its APP1 marker.
struct EXIFBlock {
  var isBigEndian = true
  var orientation = 1
  /// 3 short, 4 long.
  var type = 3
  var count = 1
  /// Entries in front of the orientation's.
  var others = 2

  var bytes: [UInt8] {
    var result = Array("Exif".utf8) + [0, 0] + Array((isBigEndian ? "MM" : "II").utf8)
    result += number(42, bytes: 2) + number(8, bytes: 4) + number(others + 1, bytes: 2)
    for other in 0..<others {
      result += entry(tag: 0x010E + other % 4, type: 4, value: number(77, bytes: 4))
    }
    let size = type == 3 ? 2 : 4
    result += entry(tag: 0x0112, type: type, value: number(orientation, bytes: size))
    return result + number(0, bytes: 4)
  }

  var segment: JPEGSegment { JPEGSegment(marker: 0xE1, content: bytes) }

  private func entry(tag: Int, type: Int, value: [UInt8]) -> [UInt8] {
    let padded = value + [UInt8](repeating: 0, count: 4 - value.count)
    return number(tag, bytes: 2) + number(type, bytes: 2) + number(count, bytes: 4) + padded
  }

  private func number(_ value: Int, bytes: Int) -> [UInt8] {
    let little = (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isBigEndian ? little.reversed() : little
  }
}
