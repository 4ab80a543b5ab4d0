/// How the scores of classes become one number.
public enum ScoreAverage: String, Sendable, CaseIterable {
  /// The plain mean over the classes.
  case macro
  /// The mean weighted by how often each class is the truth.
  case weighted
  /// The score of the summed counts.
  case micro

  /// The average of one score over the given classes; nil when there is nothing to average.
  ///
  /// - Parameters:
  ///   - score: The score of a class; classes for which it is nil are left out.
  ///   - classes: The counts of the classes that take part.
  public func average(_ score: (ClassCounts) -> Double?, over classes: [ClassCounts]) -> Double? {
    switch self {
    case .macro:
      let scores = classes.compactMap(score)
      return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
    case .weighted:
      let support = classes.reduce(0) { $0 + $1.support }
      guard support > 0 else { return nil }
      return classes.reduce(0) { $0 + (score($1) ?? 0) * Double($1.support) } / Double(support)
    case .micro:
      let sum = classes.reduce(
        into: ClassCounts(truePositives: 0, falsePositives: 0, falseNegatives: 0)
      ) { sum, counts in
        sum.truePositives += counts.truePositives
        sum.falsePositives += counts.falsePositives
        sum.falseNegatives += counts.falseNegatives
      }
      return score(sum)
    }
  }
}
