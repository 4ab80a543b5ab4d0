/// How often each sample value occurs in a picture.
struct Histogram {
  private let counts: [Int]
  private let total: Int

  init(of image: Image) {
    counts =
      switch image.samples {
      case .bits8(let values): Self.count(values, levels: 256)
      case .bits16(let values): Self.count(values, levels: 65_536)
      }
    total = image.samples.count
  }

  private static func count<Sample: FixedWidthInteger>(_ values: [Sample], levels: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: levels)
    for value in values { counts[Int(value)] += 1 }
    return counts
  }

  /// The percentile (0 to 100), linear between the two nearest values in order.
  func percentile(_ percent: Double) -> Double {
    let position = percent / 100 * Double(total - 1)
    let low = Int(position)
    let (first, second) = (value(at: low), value(at: min(low + 1, total - 1)))
    return first + (second - first) * (position - Double(low))
  }

  /// The value at a position of the sorted samples.
  private func value(at position: Int) -> Double {
    var passed = 0
    for (value, count) in counts.enumerated() {
      passed += count
      if position < passed { return Double(value) }
    }
    return Double(counts.count - 1)
  }
}
