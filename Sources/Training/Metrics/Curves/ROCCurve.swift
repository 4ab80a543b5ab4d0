import Basics

/// The share of positives found against the share of negatives taken for positives, threshold by threshold.
public struct ROCCurve: Sendable, Hashable {
  /// A point of the curve.
  public struct Point: Sendable, Hashable {
    /// False positives over negatives, from 0 to 1.
    public var falsePositiveRate: Double
    /// True positives over positives, from 0 to 1.
    public var truePositiveRate: Double
    /// Rows with at least this score are taken for positives; infinite at the first point.
    public var threshold: Double
  }

  /// From (0, 0) to (1, 1); corners only.
  public let points: [Point]
  /// The area under the curve, from 0 to 1.
  public let area: Double

  /// Draws the curve; nil when there are no positives or no negatives.
  public init?(_ ranked: RankedScores) {
    let sums = ranked.cumulated()
    guard let total = sums.last, let area = ranked.areaUnderROC() else { return nil }
    var points = [Point(falsePositiveRate: 0, truePositiveRate: 0, threshold: .infinity)]
    for (sum, threshold) in zip(sums, ranked.thresholds) {
      let point = Point(
        falsePositiveRate: sum.negative / total.negative,
        truePositiveRate: sum.positive / total.positive, threshold: threshold)
      if points.count > 1,
        ROCCurve.areInLine(points[points.count - 2], points[points.count - 1], point)
      {
        points.removeLast()
      }
      points.append(point)
    }
    self.points = points
    self.area = area
  }

  /// Creates the curve of unsorted scores.
  public init?(scores: [Double], positives: [Bool]) {
    self.init(RankedScores(scores: scores, positives: positives))
  }

  /// Whether the middle point can be left out: the steps before and behind it go straight up or straight right.
  private static func areInLine(_ first: Point, _ middle: Point, _ last: Point) -> Bool {
    (first.falsePositiveRate == middle.falsePositiveRate
      && middle.falsePositiveRate == last.falsePositiveRate)
      || (first.truePositiveRate == middle.truePositiveRate
        && middle.truePositiveRate == last.truePositiveRate)
  }
}
