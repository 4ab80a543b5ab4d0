extension EpochPredictions {
  /// A class or label with how often it was found, missed and claimed wrongly.
  public struct ClassScores: Sendable {
    /// Its index.
    public var label: Int
    /// Its counts; all 0 where it takes part in no average.
    public var counts: ClassCounts
  }

  /// The classes or labels that can be scored, in order.
  ///
  /// Where a class means "unknown" it is not among them, rows whose truth it is are left out, and one that never is
  /// the truth has counts of 0, even if it was predicted: it takes part in no average.
  public var classes: [ClassScores] { classes(of: confusions) }

  /// The same with a label predicted where its probability exceeds a threshold.
  public func classes(above threshold: Double?) -> [ClassScores] {
    guard let threshold else { return classes }
    return classes(of: confusions(above: threshold))
  }

  private func classes(of confusions: [ConfusionMatrix]) -> [ClassScores] {
    switch form {
    case .labels:
      return confusions.enumerated().map { ClassScores(label: $0, counts: $1.counts(of: 1)) }
    case .classes(let count, let unknown):
      return (0..<count).filter { $0 != unknown }.map { label in
        let counts = confusions[0].counts(of: label, excludingTruth: unknown)
        let isScored = unknown == nil || counts.support > 0
        return ClassScores(label: label, counts: isScored ? counts : .none)
      }
    }
  }

  /// The confusion matrices when a label, or the second of two classes, is predicted where its probability exceeds a
  /// threshold; needs `.logits`.
  private func confusions(above threshold: Double) -> [ConfusionMatrix] {
    var result = confusions.map { ConfusionMatrix(classCount: $0.classCount) }
    switch form {
    case .labels(let count):
      for (index, logit) in logits.enumerated() {
        result[index % count].add(
          truth: Int(truths[index]), prediction: Probabilities.sigmoid(logit) > threshold ? 1 : 0)
      }
    case .classes(let count, _):
      for (row, truth) in truths.enumerated() {
        let probability = Probabilities.softmax(logits[row * count..<(row + 1) * count])[1]
        result[0].add(truth: Int(truth), prediction: probability > threshold ? 1 : 0)
      }
    }
    return result
  }

  /// The counts of one class when it is predicted where its probability exceeds a threshold; needs `.logits`.
  public func counts(of label: Int, above threshold: Double) -> ClassCounts {
    let scores = oneAgainstRest(label)
    var counts = ClassCounts.none
    for (probability, isPositive) in zip(scores.scores, scores.positives) {
      switch (isPositive, probability > threshold) {
      case (true, true): counts.truePositives += 1
      case (true, false): counts.falseNegatives += 1
      case (false, true): counts.falsePositives += 1
      case (false, false): break
      }
    }
    return counts
  }

  /// The predicted class of a row; needs `.logits`, and classes rather than labels.
  public func prediction(ofRow row: Int) -> Int {
    argmax(logits[row * form.width..<(row + 1) * form.width])
  }

  /// Answers that can be right or wrong, and how many are right.
  ///
  /// - Parameter threshold: Above which probability a label, or the second of two classes, is predicted; nil: the more
  ///   probable answer.
  public func hits(above threshold: Double? = nil) -> (right: Int, total: Int) {
    let confusions = threshold.map(confusions(above:)) ?? confusions
    return confusions.reduce(into: (right: 0, total: 0)) { sum, confusion in
      for label in 0..<confusion.classCount where label != unknown {
        sum.right += confusion[truth: label, prediction: label]
        sum.total += confusion.support(of: label)
      }
    }
  }

  /// The probability of one class or label in each row with a known truth, and whether it is the truth; needs
  /// `.logits`.
  public func oneAgainstRest(_ label: Int) -> (scores: [Double], positives: [Bool]) {
    var scores: [Double] = []
    var positives: [Bool] = []
    switch form {
    case .labels(let count):
      for index in stride(from: label, to: logits.count, by: count) {
        scores.append(Probabilities.sigmoid(logits[index]))
        positives.append(truths[index] == 1)
      }
    case .classes(let count, let unknown):
      for (row, truth) in truths.enumerated() where Int(truth) != unknown {
        scores.append(Probabilities.softmax(logits[row * count..<(row + 1) * count])[label])
        positives.append(Int(truth) == label)
      }
    }
    return (scores, positives)
  }
}

extension ClassCounts {
  /// Nothing counted.
  static let none = ClassCounts(truePositives: 0, falsePositives: 0, falseNegatives: 0)
}
