import Glibc

/// An axis with its ends known: from numbers to shares of its length.
struct AxisDomain {
  let axis: Axis
  let lower: Double
  let upper: Double

  /// Finds the ends from the data; nil when no number fits the axis.
  ///
  /// - Parameter margin: the share of the range that stays free on either side of the data.
  init?(_ axis: Axis, values: some Sequence<Double>, margin: Double = 0.04) {
    self.axis = axis
    if !axis.categories.isEmpty {
      (lower, upper) = (-0.5, Double(axis.categories.count) - 0.5)
      return
    }
    let isLog = axis.scale == .logarithmic
    if let range = axis.range, range.upperBound > range.lowerBound, !isLog || range.lowerBound > 0,
      range.upperBound - range.lowerBound < Self.limit
    {
      (lower, upper) = (range.lowerBound, range.upperBound)
      return
    }
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && (!isLog || value > 0) {
      let value = max(-Self.limit, min(Self.limit, value))
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    if isLog {
      let (first, last) = (log10(low), log10(high))
      if last - first < 1 {
        // Within a decade the ends are marked numbers.
        (lower, upper) = (
          Self.roundNumber(below: low), 1 / Self.roundNumber(below: 1 / high)
        )
        return
      }
      let free = (last - first) * margin
      (lower, upper) = (pow(10, max(first - free, -300)), pow(10, min(last + free, 300)))
      return
    }
    if axis.includesZero { (low, high) = (min(low, 0), max(high, 0)) }
    if low == high {
      let free = max(abs(low) * 0.1, axis.isWhole ? 0.5 : abs(low) < 1e-12 ? 1 : 1e-12)
      (lower, upper) = (low - free, high + free)
      return
    }
    let free = (high - low) * margin
    lower = axis.includesZero && low == 0 ? 0 : low - free
    upper = axis.includesZero && high == 0 ? 0 : high + free
  }

  /// The nearest of 1, 2 and 5 times a power of ten that is clearly smaller.
  private static func roundNumber(below value: Double) -> Double {
    let power = pow(10, floor(log10(value)))
    let factor = [5.0, 2, 1].first { $0 * power < value * 0.97 } ?? 0.5
    return max(factor * power, 1e-300)
  }

  /// Numbers beyond are drawn as if they were this large.
  private static let limit = 1e300

  /// The share of the axis that lies before a number: 0 at its lower end, 1 at the upper; NaN where there is none.
  func share(of value: Double) -> Double {
    switch axis.scale {
    case .linear: return (value - lower) / (upper - lower)
    case .logarithmic:
      guard value > 0 else { return .nan }
      return (log(value) - log(lower)) / (log(upper) - log(lower))
    }
  }

  /// Numbers to mark and their texts, about as many as wanted, in ascending order.
  func ticks(_ wanted: Int) -> [Tick] {
    if !axis.categories.isEmpty {
      return axis.categories.enumerated().map { Tick(value: Double($0.offset), text: $0.element) }
    }
    switch axis.scale {
    case .linear: return Tick.linear(from: lower, to: upper, wanted: wanted, isWhole: axis.isWhole)
    case .logarithmic: return Tick.logarithmic(from: lower, to: upper, wanted: wanted)
    }
  }
}
