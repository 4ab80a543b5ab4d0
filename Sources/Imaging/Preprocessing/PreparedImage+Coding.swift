extension PreparedImage {
  private static let headerCount = 18

  /// The picture as bytes, for a cache that other processes of the same program read.
  public var encoded: [UInt8] {
    let numbers = [
      content.width, content.height, content.channels, content.bits,
      Int(window.lower.bitPattern), Int(window.upper.bitPattern), plan.width, plan.height,
      plan.scaledWidth, plan.scaledHeight, plan.columns.lowerBound, plan.columns.upperBound,
      plan.rows.lowerBound, plan.rows.upperBound, plan.left, plan.top, 0, 0,
    ]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headerCount * 4 + content.byteCount)
    for number in numbers {
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) {
        bytes.append(contentsOf: $0)
      }
    }
    switch content.samples {
    case .bits8(let samples): bytes += samples
    case .bits16(let samples):
      for sample in samples {
        bytes.append(UInt8(truncatingIfNeeded: sample))
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
    }
    return bytes
  }

  /// Reads what `encoded` gave; nil for other bytes.
  public init?(encoded bytes: [UInt8]) {
    let header = Self.headerCount * 4
    guard bytes.count > header else { return nil }
    var words: [UInt32] = []
    for start in stride(from: 0, to: header, by: 4) {
      var word: UInt32 = 0
      for offset in 0..<4 { word |= UInt32(bytes[start + offset]) << UInt32(8 * offset) }
      words.append(word)
    }
    let numbers = words.map(Int.init)
    let (width, height, channels) = (numbers[0], numbers[1], numbers[2])
    let lower = Float(bitPattern: words[4])
    let upper = Float(bitPattern: words[5])
    guard [1, 3].contains(channels), [8, 16].contains(numbers[3]), lower <= upper,
      numbers[0..<4].allSatisfy({ (1...65_535).contains($0) }),
      numbers[6..<16].allSatisfy({ $0 <= 1 << 24 }), numbers[6] > 0, numbers[7] > 0,
      numbers[10] <= numbers[11], numbers[12] <= numbers[13],
      numbers[11] - numbers[10] == width, numbers[13] - numbers[12] == height,
      numbers[14] + width <= numbers[6], numbers[15] + height <= numbers[7]
    else { return nil }
    let count = width * height * channels
    let samples: Image.Samples
    if numbers[3] == 8 {
      guard bytes.count == header + count else { return nil }
      samples = .bits8(Array(bytes[header...]))
    } else {
      guard bytes.count == header + 2 * count else { return nil }
      var wide: [UInt16] = []
      wide.reserveCapacity(count)
      for start in stride(from: header, to: bytes.count, by: 2) {
        wide.append(UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8)
      }
      samples = .bits16(wide)
    }
    var plan = ResizePlan(width: numbers[6], height: numbers[7])
    (plan.scaledWidth, plan.scaledHeight) = (numbers[8], numbers[9])
    (plan.columns, plan.rows) = (numbers[10]..<numbers[11], numbers[12]..<numbers[13])
    (plan.left, plan.top) = (numbers[14], numbers[15])
    self.init(
      content: Image(width: width, height: height, channels: channels, samples: samples),
      window: IntensityWindow(lower: lower, upper: upper), plan: plan)
  }
}
