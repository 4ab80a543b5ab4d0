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

  /// Returns a number with the gamma distribution of scale 1.
  ///
  /// Source: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), with their step for shapes
  /// below 1.
  ///
  /// - Parameter shape: above 0.
  public mutating func nextGamma(shape: Double) -> Double {
    precondition(shape > 0, "nextGamma needs a shape above 0, not \(shape)")
    if shape < 1 {
      let power = pow(1 - nextUniform(), 1 / shape)
      return nextGamma(shape: shape + 1) * power
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = nextNormal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if log(1 - nextUniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// Returns a number from 0 to 1 with the beta distribution.
  ///
  /// - Parameters:
  ///   - a: above 0.
  ///   - b: above 0.
  public mutating func nextBeta(_ a: Double, _ b: Double) -> Double {
    let x = nextGamma(shape: a)
    let y = nextGamma(shape: b)
    // Both underflow to 0 for the smallest parameters, which put all weight on the ends.
    return x + y > 0 ? x / (x + y) : (nextBool() ? 1 : 0)
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
