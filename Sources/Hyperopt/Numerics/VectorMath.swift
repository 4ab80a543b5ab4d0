/// Functions of eight numbers at once, for sums over kernels.
///
/// They are exact to about 1e-8 (`exp`) and 2e-7 (`erf`), which is far below what tells two candidates apart.
enum VectorMath {
  /// Returns e to the power of numbers from -700 on; smaller ones count as -700.
  @inline(__always)
  static func exp(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let x = pointwiseMax(x, SIMD8(repeating: -700))
    // Adding 1.5 * 2^52 rounds to a whole number, which then stands in the low bits.
    let shifter = 0x1.8p52
    let shifted = x * 1.4426950408889634 + shifter
    let whole = shifted - shifter
    let r = x - whole * 0.6931471805599453
    var sum = SIMD8<Double>(repeating: 1 / 5_040)
    sum = sum * r + (1 / 720)
    sum = sum * r + (1 / 120)
    sum = sum * r + (1 / 24)
    sum = sum * r + (1 / 6)
    sum = sum * r + 0.5
    sum = sum * r + 1
    sum = sum * r + 1
    let exponent = (unsafeBitCast(shifted, to: SIMD8<Int64>.self) &+ 1023) &<< 52
    return sum * unsafeBitCast(exponent, to: SIMD8<Double>.self)
  }

  /// Returns the error function (Abramowitz and Stegun, 7.1.26).
  @inline(__always)
  static func erf(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    let sign = bits & 0x8000_0000_0000_0000
    let size = unsafeBitCast(bits ^ sign, to: SIMD8<Double>.self)
    let t = 1 / (size * 0.3275911 + 1)
    var sum = t * 1.061405429 - 1.453152027
    sum = sum * t + 1.421413741
    sum = sum * t - 0.284496736
    sum = sum * t + 0.254829592
    let result = 1 - sum * t * exp(-size * size)
    return unsafeBitCast(
      unsafeBitCast(result, to: SIMD8<UInt64>.self) ^ sign, to: SIMD8<Double>.self)
  }

  /// Returns the mass that normal kernels have between two points.
  ///
  /// - Parameter scale: 1 / (standard deviation times the square root of two).
  @inline(__always)
  static func normalMass(
    from low: Double, to high: Double, center: SIMD8<Double>, scale: SIMD8<Double>
  ) -> SIMD8<Double> {
    (erf((high - center) * scale) - erf((low - center) * scale)) * 0.5
  }
}
