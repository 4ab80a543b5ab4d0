/// True positives, false positives and false negatives of one class.
public struct ClassCounts: Sendable, Equatable {
  /// Samples of the class that were predicted as it.
  public var truePositives: Int
  /// Samples of other classes that were predicted as it.
  public var falsePositives: Int
  /// Samples of the class that were predicted as another.
  public var falseNegatives: Int

  /// Creates counts.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }

  /// How often the class is the truth.
  public var support: Int { truePositives + falseNegatives }

  /// Whether the class occurs in the truth or in the prediction.
  public var occurs: Bool { support + falsePositives > 0 }

  /// tp / (tp + fp); 0 for a class that occurs and is never predicted, nil for one that does not occur.
  public var precision: Double? { ratio(truePositives, truePositives + falsePositives) }

  /// tp / (tp + fn); 0 for a class that occurs only in the prediction, nil for one that does not occur.
  public var recall: Double? { ratio(truePositives, support) }

  /// 2 tp / (2 tp + fp + fn); nil for a class that does not occur.
  public var f1: Double? {
    ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
  }

  /// As scikit-learn with `zero_division=0`, for classes that occur.
  private func ratio(_ numerator: Int, _ denominator: Int) -> Double? {
    guard occurs else { return nil }
    return denominator == 0 ? 0 : Double(numerator) / Double(denominator)
  }
}
