import Basics
import Glibc
import Training

/// What the confusion of grades says: how often right, how far off, and how bad the errors are.
///
/// Labels whose truth is unknown are left out; a grade that is taken for unknown is a miss, and has no distance.
public struct GradeScores: Sendable {
  /// Rows are the truth, 4 being unknown.
  public let confusion: ConfusionMatrix
  /// The counts of the grades 0 to 3; all 0 where a grade never is the truth.
  public let grades: [ClassCounts]
  private let pairs: WeightedPairs

  /// Looks at a confusion matrix of the grades and "unknown".
  public init(_ confusion: ConfusionMatrix) {
    self.confusion = confusion
    let unknown = CongestionGrade.unknown.rawValue
    grades = CongestionGrade.graded.map { grade in
      let counts = confusion.counts(of: grade, excludingTruth: unknown)
      return counts.support > 0
        ? counts : ClassCounts(truePositives: 0, falsePositives: 0, falseNegatives: 0)
    }
    pairs = WeightedPairs(
      confusion, numbers: (0..<CongestionGrade.count).map(Double.init), without: unknown)
  }

  private var occurring: [ClassCounts] { grades.filter(\.occurs) }

  /// Labels with a true grade.
  public var gradedCount: Int { grades.reduce(0) { $0 + $1.support } }
  /// Labels whose truth is unknown.
  public var unknownCount: Int { confusion.support(of: CongestionGrade.unknown.rawValue) }
  /// Labels with a true and a predicted grade.
  public var comparedCount: Int { Int(pairs.count) }

  /// The share of right grades.
  public var accuracy: Double? {
    let total = gradedCount
    return total == 0
      ? nil : Double(grades.reduce(0) { $0 + $1.truePositives }) / Double(total)
  }
  /// The mean recall of the grades that occur.
  public var balancedAccuracy: Double? { recall }
  /// The mean over the grades that occur.
  public var precision: Double? { ScoreAverage.macro.average(\.precision, over: occurring) }
  /// The mean over the grades that occur.
  public var recall: Double? { ScoreAverage.macro.average(\.recall, over: occurring) }
  /// The mean over the grades that occur.
  public var f1: Double? { ScoreAverage.macro.average(\.f1, over: occurring) }
  /// The mean weighted by how often a grade occurs.
  public var weightedF1: Double? { ScoreAverage.weighted.average(\.f1, over: occurring) }
  /// Agreement beyond chance, errors weighing the square of their distance.
  public var quadraticKappa: Double? {
    KappaMetric.value(
      of: confusion, weights: .quadratic, without: CongestionGrade.unknown.rawValue)
  }
  /// The mean distance of the grades.
  public var meanAbsoluteError: Double? { pairs.meanAbsoluteError }
  /// The root of the mean squared distance.
  public var rootMeanSquaredError: Double? { pairs.meanSquaredError.map { sqrt($0) } }
  /// The mean of prediction - truth.
  public var bias: Double? { pairs.bias }

  /// The mean distance, a label of true grade y weighing 1 + y: the sum of (1 + y) |prediction - y| over that of 1 + y.
  public var severityWeightedError: Double? {
    var weighted = WeightedPairs()
    for pair in pairs.pairs {
      weighted.add(
        truth: pair.truth, prediction: pair.prediction, weight: pair.weight * (1 + pair.truth))
    }
    return weighted.meanAbsoluteError
  }

  /// The share of pairs that are two or more grades apart.
  public var grossErrorRate: Double? {
    let gross = pairs.pairs.filter { abs($0.prediction - $0.truth) >= 2 }
    return pairs.count > 0 ? gross.reduce(0) { $0 + $1.weight } / pairs.count : nil
  }

  /// The share of severe zones that are taken for less than moderate, or for unknown; nil without severe ones.
  public var severeMissRate: Double? {
    let severe = CongestionGrade.severe.rawValue
    let support = confusion.support(of: severe)
    guard support > 0 else { return nil }
    let seen =
      confusion[truth: severe, prediction: severe]
      + confusion[truth: severe, prediction: CongestionGrade.moderate.rawValue]
    return Double(support - seen) / Double(support)
  }

  /// How well "unknown" is found; its precision is nil when it was never claimed, its recall when there is none.
  public var unknown: (precision: Double?, recall: Double?, f1: Double?) {
    let counts = confusion.counts(of: CongestionGrade.unknown.rawValue)
    return (
      counts.truePositives + counts.falsePositives == 0 ? nil : counts.precision,
      counts.support == 0 ? nil : counts.recall, counts.f1
    )
  }

  /// The scores by name.
  public var values: MetricValues {
    var values = MetricValues()
    values["accuracy"] = accuracy
    values["balanced_accuracy"] = balancedAccuracy
    values["precision_macro"] = precision
    values["recall_macro"] = recall
    values["f1_macro"] = f1
    values["f1_weighted"] = weightedF1
    values["quadratic_kappa"] = quadraticKappa
    values["mae"] = meanAbsoluteError
    values["rmse"] = rootMeanSquaredError
    values["bias"] = bias
    values["severity_weighted_mae"] = severityWeightedError
    values["gross_error_rate"] = grossErrorRate
    values["severe_miss_rate"] = severeMissRate
    values["unknown_precision"] = unknown.precision
    values["unknown_recall"] = unknown.recall
    values["unknown_f1"] = unknown.f1
    return values
  }

  /// Counts, scores, grade by grade, and the matrix.
  public var json: JSONValue {
    var object: JSONObject = [
      "graded": .int(gradedCount), "unknown": .int(unknownCount), "compared": .int(comparedCount),
    ]
    for entry in values.entries { object[entry.name] = JSONValue(entry.value) }
    object["grades"] = .array(
      grades.enumerated().map { grade, counts in
        [
          "grade": .int(grade), "name": .string(CSIDataset.classNames[grade]),
          "support": .int(counts.support), "precision": JSONValue(counts.precision),
          "recall": JSONValue(counts.recall), "f1": JSONValue(counts.f1),
        ]
      })
    object["confusion_matrix"] = confusion.json
    return .object(object)
  }
}
