/// The share of predictions that are right against the share of positives found, threshold by threshold.
public struct PrecisionRecallCurve: Sendable, Hashable {
  /// A point of the curve.
  public struct Point: Sendable, Hashable {
    /// True positives over positives, from 0 to 1.
    public var recall: Double
    /// True positives over rows taken for positives, from 0 to 1.
    public var precision: Double
    /// Rows with at least this score are taken for positives; infinite at the first point.
    public var threshold: Double
  }

  /// From recall 0 (and, by convention, precision 1) to recall 1.
  ///
  /// The area between two points is that of a step: the precision of the right one holds.
  public let points: [Point]
  /// The average precision, from 0 to 1.
  public let averagePrecision: Double
  /// The share of positives: the precision of guessing.
  public let prevalence: Double

  /// Draws the curve; nil when there are no positives.
  public init?(_ ranked: RankedScores) {
    let sums = ranked.cumulated()
    guard let total = sums.last, let average = ranked.averagePrecision() else { return nil }
    var points = [Point(recall: 0, precision: 1, threshold: .infinity)]
    for (sum, threshold) in zip(sums, ranked.thresholds) {
      points.append(
        Point(
          recall: sum.positive / total.positive,
          precision: sum.positive / (sum.positive + sum.negative), threshold: threshold))
      // Behind the last positive the curve only falls.
      if sum.positive == total.positive { break }
    }
    self.points = points
    averagePrecision = average
    prevalence = total.positive / (total.positive + total.negative)
  }

  /// Creates the curve of unsorted scores.
  public init?(scores: [Double], positives: [Bool]) {
    self.init(RankedScores(scores: scores, positives: positives))
  }
}
