/// Whether two numbers agree within an absolute plus a relative tolerance, as NumPy's `isclose`.
public func isClose<Number: BinaryFloatingPoint>(
  _ actual: Number, _ expected: Number, relative: Number = 0, absolute: Number = 0
) -> Bool {
  actual == expected || abs(actual - expected) <= absolute + relative * abs(expected)
}

/// The largest absolute difference between corresponding numbers; infinite if the counts differ.
public func largestDifference<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Number]
) -> Number {
  guard actual.count == expected.count else { return .infinity }
  var largest: Number = 0
  for (first, second) in zip(actual, expected) {
    let difference = abs(first - second)
    // A NaN is as far as can be.
    if !(difference <= largest) { largest = difference.isNaN ? .infinity : difference }
  }
  return largest
}
