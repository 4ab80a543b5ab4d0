/// Cohen's kappa: agreement beyond chance.
///
/// kappa = 1 - sum of w_ij O_ij / sum of w_ij E_ij, O being the confusion matrix, E what its margins would give by
/// chance, and w_ij the weight of taking i for j. With zones, pairs in which either says "unknown" are left out. Nil
/// where chance alone agrees fully.
public struct KappaMetric: Metric {
  /// What taking one class for another weighs.
  public enum Weights: String, Sendable, CaseIterable {
    /// 1.
    case none
    /// The distance of the classes.
    case linear
    /// The square of their distance.
    case quadratic
  }

  let name: String
  let weights: Weights

  public func values(of predictions: EpochPredictions) -> MetricValues {
    MetricValues(
      name,
      KappaMetric.value(
        of: predictions.confusions[0], weights: weights, without: predictions.unknown))
  }

  /// The kappa of a confusion matrix.
  ///
  /// - Parameters:
  ///   - confusion: The counts.
  ///   - weights: What errors weigh.
  ///   - excluded: A class whose row and column are left out.
  public static func value(
    of confusion: ConfusionMatrix, weights: Weights, without excluded: Int? = nil
  ) -> Double? {
    let labels = (0..<confusion.classCount).filter { $0 != excluded }
    return value(
      of: labels.map { row in labels.map { Double(confusion[truth: row, prediction: $0]) } },
      weights: weights)
  }

  /// The kappa of weighted counts, rows being the truth.
  public static func value(of counts: [[Double]], weights: Weights) -> Double? {
    let rows = counts.map { $0.reduce(0, +) }
    let columns = counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
    let total = rows.reduce(0, +)
    guard total > 0 else { return nil }
    var observed = 0.0
    var expected = 0.0
    for row in counts.indices {
      for column in counts.indices {
        let distance = Double(abs(row - column))
        let weight =
          switch weights {
          case .none: min(distance, 1)
          case .linear: distance
          case .quadratic: distance * distance
          }
        observed += weight * counts[row][column]
        expected += weight * rows[row] * columns[column] / total
      }
    }
    return expected > 0 ? 1 - observed / expected : nil
  }
}
