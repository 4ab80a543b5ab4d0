/// Scores in descending order with the truth of each: what ROC and precision-recall curves are made from.
///
/// Equal scores fall on one threshold: their order means nothing.
public struct RankedScores: Sendable {
  /// The distinct scores, from high to low.
  public let thresholds: [Double]
  /// Whether each row is positive, in the order given.
  public let positives: [Bool]
  /// The rows in descending order of their scores.
  private let order: [Int]
  /// Where in `order` the rows of each threshold end.
  private let ends: [Int]

  /// Sorts scores.
  ///
  /// - Parameters:
  ///   - scores: Higher means more likely positive; rows whose score is no number come last.
  ///   - positives: Of the same length.
  public init(scores: [Double], positives: [Bool]) {
    precondition(scores.count == positives.count, "scores and truth of different lengths")
    let ranked = scores.map { $0.isNaN ? -.infinity : $0 }
    order = ranked.indices.sorted { ranked[$0] > ranked[$1] }
    var thresholds: [Double] = []
    var ends: [Int] = []
    for (place, row) in order.enumerated() {
      if thresholds.last != ranked[row] {
        thresholds.append(ranked[row])
        ends.append(place + 1)
      } else {
        ends[ends.count - 1] = place + 1
      }
    }
    self.thresholds = thresholds
    self.ends = ends
    self.positives = positives
  }

  /// The sums of weights of positives and negatives down to each threshold.
  ///
  /// - Parameter weights: One for each row; nil for all 1.
  func cumulated(weights: [Double]? = nil) -> [(positive: Double, negative: Double)] {
    var result: [(positive: Double, negative: Double)] = []
    result.reserveCapacity(ends.count)
    var sums = (positive: 0.0, negative: 0.0)
    var place = 0
    for end in ends {
      while place < end {
        let row = order[place]
        let weight = weights?[row] ?? 1
        if positives[row] { sums.positive += weight } else { sums.negative += weight }
        place += 1
      }
      result.append(sums)
    }
    return result
  }

  /// The area under the ROC curve, ties counting one half (the Mann-Whitney statistic); nil when there are no
  /// positives or no negatives.
  ///
  /// - Parameter weights: One for each row, how often it counts; nil for all 1.
  public func areaUnderROC(weights: [Double]? = nil) -> Double? {
    let sums = cumulated(weights: weights)
    guard let total = sums.last, total.positive > 0, total.negative > 0 else { return nil }
    var area = 0.0
    var before = (positive: 0.0, negative: 0.0)
    for sum in sums {
      area += (sum.negative - before.negative) * (sum.positive + before.positive) / 2
      before = sum
    }
    return area / (total.positive * total.negative)
  }

  /// The average precision: the sum over thresholds of the gain in recall times the precision there (scikit-learn's
  /// `average_precision_score`); nil when there are no positives.
  ///
  /// - Parameter weights: One for each row, how often it counts; nil for all 1.
  public func averagePrecision(weights: [Double]? = nil) -> Double? {
    let sums = cumulated(weights: weights)
    guard let total = sums.last, total.positive > 0 else { return nil }
    var area = 0.0
    var before = 0.0
    for sum in sums where sum.positive > before {
      area += (sum.positive - before) * sum.positive / (sum.positive + sum.negative)
      before = sum.positive
    }
    return area / total.positive
  }
}
