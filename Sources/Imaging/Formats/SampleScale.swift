/// Which measured values become black and white when a picture of numbers becomes one of samples.
struct SampleScale: Hashable {
  /// The value that becomes 0.
  var black: Double
  /// The value that becomes the largest sample; not below `black`.
  var white: Double
  /// 8 or 16.
  var bits: Int

  /// Samples of the values: linear between black and white, clamped, rounded to nearest.
  ///
  /// What is not a number is black; where black is white everything is.
  func samples(_ values: [Double]) -> Image.Samples {
    bits == 8 ? .bits8(converted(values)) : .bits16(converted(values))
  }

  private func converted<Sample: FixedWidthInteger & UnsignedInteger>(
    _ values: [Double]
  ) -> [Sample] {
    let largest = Double(Sample.max)
    // Halved, so that the extent of the widest doubles is finite.
    let extent = white / 2 - black / 2
    guard extent > 0 else { return [Sample](repeating: 0, count: values.count) }
    return values.map { value in
      if value >= white { return Sample.max }
      guard value > black else { return 0 }
      return Sample(((value / 2 - black / 2) / extent * largest).rounded())
    }
  }
}
