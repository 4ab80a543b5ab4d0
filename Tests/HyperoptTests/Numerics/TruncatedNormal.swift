import Glibc
import Hyperopt

/// A normal distribution cut to a range: what mixtures are checked with.
struct TruncatedNormal {
  /// The mean before the cut.
  let center: Double
  /// The standard deviation before the cut, above 0.
  let deviation: Double
  /// Where it begins and ends; at most 37 standard deviations from the centre at its nearer end.
  let range: ClosedRange<Double>

  /// Creates a distribution.
  init(center: Double, deviation: Double, range: ClosedRange<Double>) {
    self.center = center
    self.deviation = deviation
    self.range = range
  }

  /// The mass that the uncut distribution has in the range.
  var mass: Double {
    // In the left tail, where the cumulative function is exact.
    let (low, high) =
      mirrored
      ? (-standard(range.upperBound), -standard(range.lowerBound))
      : (standard(range.lowerBound), standard(range.upperBound))
    return NormalDistribution.cumulative(high) - NormalDistribution.cumulative(low)
  }

  /// Returns the logarithm of the density; minus infinity outside the range.
  func logDensity(_ x: Double) -> Double {
    guard range.contains(x) else { return -.infinity }
    let z = standard(x)
    return -0.5 * z * z - log(deviation * (2 * Double.pi).squareRoot() * mass)
  }

  /// Returns the point below which a share of the mass lies.
  ///
  /// - Parameter share: from 0 to 1; a uniform number gives a sample.
  func quantile(_ share: Double) -> Double {
    let z: Double
    if mirrored {
      let low = NormalDistribution.cumulative(-standard(range.upperBound))
      let high = NormalDistribution.cumulative(-standard(range.lowerBound))
      z = -NormalDistribution.quantile(high - share * (high - low))
    } else {
      let low = NormalDistribution.cumulative(standard(range.lowerBound))
      let high = NormalDistribution.cumulative(standard(range.upperBound))
      z = NormalDistribution.quantile(low + share * (high - low))
    }
    return min(max(center + deviation * z, range.lowerBound), range.upperBound)
  }

  private var mirrored: Bool { range.lowerBound > center }

  private func standard(_ x: Double) -> Double { (x - center) / deviation }
}

extension NormalDistribution {
  /// Returns the mass below a point, exact in the left tail too.
  static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }
}
