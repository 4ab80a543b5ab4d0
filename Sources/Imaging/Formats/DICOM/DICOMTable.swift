/// A lookup table: of a palette's colour, of a modality, or of a window.
struct DICOMTable {
  private let entries: [Double]
  private let first: Double
  /// The largest value that an entry can have.
  let maximum: Double

  /// Reads a table; nil when it is absent.
  ///
  /// - Parameters:
  ///   - values: has the table.
  ///   - descriptor: the element with the number of entries, the first value that is looked up, and the bits.
  ///   - data: the element with the entries.
  ///   - isSigned: whether pixels are signed, and with them the first value.
  init?(
    _ values: DICOMValues, descriptor: DICOMTag, data: DICOMTag, isSigned: Bool
  ) throws(ImageError) {
    guard let range = values.dataSet.values[data],
      let number = try values.word(descriptor, at: 0),
      let start = try values.word(descriptor, at: 1),
      let bits = try values.word(descriptor, at: 2)
    else { return nil }
    guard (8...16).contains(bits) else {
      throw values.error(descriptor, found: "\(bits) bits", expected: "8 to 16")
    }
    let count = number == 0 ? 65_536 : number
    let isPacked = bits == 8 && range.count < 2 * count
    let width = isPacked ? 1 : 2
    guard range.count >= count * width else {
      throw values.error(
        data, found: "\(range.count) bytes", expected: "\(count * width) for \(count) entries")
    }
    first = Double(isSigned && start > 32_767 ? start - 65_536 : start)
    // Entries of bytes that are stored in words lie in their order, whatever the order of the words.
    entries = (0..<count).map { place in
      Double(values.reader.unsigned(at: range.lowerBound + place * width, width: width))
    }
    maximum = Double((1 << bits) - 1)
  }

  /// The entry of a value; those outside get the first and the last one.
  func callAsFunction(_ value: Double) -> Double {
    entries[Int(min(max(value - first, 0), Double(entries.count - 1)))]
  }

  /// The entry of a value as a part of the largest, from 0 to 1.
  func unit(_ value: Double) -> Double { min(self(value) / maximum, 1) }
}
