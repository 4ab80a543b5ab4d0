/// How numbers are distributed: their count in intervals of equal width between the smallest and the largest.
public struct Histogram: Sendable, Equatable {
  /// The smallest number.
  public private(set) var minimum = 0.0
  /// The largest number.
  public private(set) var maximum = 0.0
  /// How many there are; those that are not finite do not count.
  public private(set) var count = 0
  /// Their sum.
  public private(set) var sum = 0.0
  /// The sum of their squares.
  public private(set) var sumOfSquares = 0.0
  /// The upper ends of the intervals, which they include only for the last.
  public private(set) var upperEdges: [Double] = []
  /// The numbers in each interval.
  public private(set) var counts: [Int] = []

  /// Counts numbers; nil when none is finite.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - intervals: The number of intervals; one is enough for numbers that are all the same.
  public init?(of values: [Float], intervals: Int = 64) {
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
      count += 1
      sum += Double(value)
      sumOfSquares += Double(value) * Double(value)
    }
    guard count > 0 else { return nil }
    minimum = Double(low)
    maximum = Double(high)
    let intervals = low < high ? max(1, intervals) : 1
    let width = (maximum - minimum) / Double(intervals)
    counts = Array(repeating: 0, count: intervals)
    upperEdges = (1...intervals).map {
      $0 == intervals ? maximum : minimum + width * Double($0)
    }
    for value in values where value.isFinite {
      let place = width > 0 ? Int((Double(value) - minimum) / width) : 0
      counts[min(place, intervals - 1)] += 1
    }
  }
}
