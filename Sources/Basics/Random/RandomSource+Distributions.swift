import Glibc

extension RandomSource {
  /// Returns a uniform number in [0, 1), a multiple of 2^-53.
  public mutating func nextUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Returns a uniform number in the given range.
  public mutating func nextUniform(in range: Range<Double>) -> Double {
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * nextUniform()
    // The sum may round up to the bound that is excluded.
    return value < range.upperBound ? value : range.lowerBound
  }

  /// Returns a uniform number in [0, 1), a multiple of 2^-24.
  public mutating func nextFloat() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// Returns true with the given probability.
  ///
  /// - Parameter probability: 0 never, 1 always.
  public mutating func nextBool(probability: Double = 0.5) -> Bool {
    nextUniform() < probability
  }

  /// Returns a normally distributed number of mean 0 and standard deviation 1 (Box-Muller).
  ///
  /// Always takes two values of the stream, so that the position stays a simple function of the
  /// number of draws.
  public mutating func nextNormal() -> Double {
    // 1 - u lies in (0, 1], where the logarithm is finite.
    let radius = (-2 * log(1 - nextUniform())).squareRoot()
    return radius * cos(2 * Double.pi * nextUniform())
  }

  /// Returns a uniform integer in 0..<bound, without bias.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval" (2019).
  ///
  /// - Parameter bound: at least 1.
  public mutating func nextInt(below bound: Int) -> Int {
    precondition(bound > 0, "nextInt(below:) needs a positive bound, not \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Returns the numbers 0..<count in random order (Fisher-Yates).
  public mutating func permutation(count: Int) -> [Int] {
    shuffled(Array(0..<count))
  }

  /// Returns the elements in random order (Fisher-Yates).
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    var remaining = result.count
    while remaining > 1 {
      let chosen = nextInt(below: remaining)
      remaining -= 1
      result.swapAt(chosen, remaining)
    }
    return result
  }
}
