/// DICOM's run-length code (PS3.5, annex G): one segment for each byte of each sample, the highest byte first.
enum DICOMRunLength {
  /// Unpacks a frame.
  ///
  /// - Parameters:
  ///   - data: the frame, header included.
  ///   - format: what it holds.
  /// - Returns: little endian samples, plane after plane; nil with a reason when the data are damaged.
  static func unpack(
    _ data: ArraySlice<UInt8>, format: DICOMPixelFormat
  ) -> Result<[UInt8], Damage> {
    guard data.count >= 64 else { return .failure(Damage("no header of 64 bytes")) }
    let reader = NumberReader(bytes: Array(data), isBigEndian: false)
    let count = Int(reader.unsigned(at: 0, width: 4))
    let expected = format.samples * format.width
    guard count == expected else {
      return .failure(Damage("\(count) segments, expected \(expected)"))
    }
    let offsets = (0..<count).map { Int(reader.unsigned(at: 4 + 4 * $0, width: 4)) }
    let plane = format.rows * format.columns
    var bytes = [UInt8](repeating: 0, count: plane * expected)
    for (number, start) in offsets.enumerated() {
      let end = number + 1 < count ? offsets[number + 1] : reader.bytes.count
      guard 64 <= start, start <= end, end <= reader.bytes.count else {
        return .failure(Damage("segment \(number + 1) lies outside of the data"))
      }
      // Byte b of sample s, counted from the highest.
      let (sample, place) = (number / format.width, format.width - 1 - number % format.width)
      let first = sample * plane * format.width + place
      let filled = segment(
        reader.bytes[start..<end], into: &bytes, from: first, step: format.width, count: plane)
      guard filled == plane else {
        return .failure(Damage("segment \(number + 1) holds \(filled) bytes, expected \(plane)"))
      }
    }
    return .success(bytes)
  }

  /// What is wrong with packed pixels.
  struct Damage: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// Unpacks one segment and returns how many bytes it gave, at most `count`.
  private static func segment(
    _ data: ArraySlice<UInt8>, into target: inout [UInt8], from first: Int, step: Int, count: Int
  ) -> Int {
    var (position, filled) = (data.startIndex, 0)
    while position < data.endIndex, filled < count {
      let code = Int(Int8(bitPattern: data[position]))
      position += 1
      if code >= 0 {
        let length = min(code + 1, count - filled, data.endIndex - position)
        for offset in 0..<length {
          target[first + (filled + offset) * step] = data[position + offset]
        }
        filled += length
        position += length
      } else if code != -128, position < data.endIndex {
        let length = min(1 - code, count - filled)
        for offset in 0..<length { target[first + (filled + offset) * step] = data[position] }
        filled += length
        position += 1
      }
    }
    return filled
  }
}
