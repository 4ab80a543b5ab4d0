import Glibc
import Training

/// The sums from which the agreement of two numbers follows: additive over images, as a bootstrap wants them.
struct PairSums {
  /// How many sums there are.
  static let count = 8

  /// Sums of 1, t, p, t^2, p^2, t p, |p - t| and (p - t)^2.
  let sums: ArraySlice<Double>

  /// What one pair adds, in the order of `sums`.
  static func terms(truth: Double, prediction: Double) -> [Double] {
    let difference = prediction - truth
    return [
      1, truth, prediction, truth * truth, prediction * prediction, truth * prediction,
      abs(difference), difference * difference,
    ]
  }

  private func sum(_ place: Int) -> Double { sums[sums.startIndex + place] }

  var count: Double { sum(0) }
  var meanAbsoluteError: Double? { count > 0 ? sum(6) / count : nil }
  var rootMeanSquaredError: Double? { count > 0 ? sqrt(sum(7) / count) : nil }
  var bias: Double? { count > 0 ? (sum(2) - sum(1)) / count : nil }

  /// Pearson's correlation; nil when either number never changes.
  var correlation: Double? {
    let truth = count * sum(3) - sum(1) * sum(1)
    let prediction = count * sum(4) - sum(2) * sum(2)
    // What rounding leaves of a spread of 0.
    let least = 1e-9 * count * count
    guard truth > least, prediction > least else { return nil }
    let product = count * sum(5) - sum(1) * sum(2)
    return min(max(product / (sqrt(truth) * sqrt(prediction)), -1), 1)
  }

  /// The scores with a prefix before their names.
  func values(_ prefix: String) -> MetricValues {
    var values = MetricValues()
    values["\(prefix)_mae"] = meanAbsoluteError
    values["\(prefix)_rmse"] = rootMeanSquaredError
    values["\(prefix)_pearson"] = correlation
    values["\(prefix)_bias"] = bias
    return values
  }
}
