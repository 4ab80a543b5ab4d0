import Basics
import Glibc

/// A temperature that outputs are divided by before they become probabilities, so that confidence fits the share of right
/// answers.
///
/// The method is that of Guo et al. 2017. It changes no prediction: the most probable class stays the most probable one.
public struct TemperatureScaling: Sendable, Hashable {
  /// T, above 0; above 1 makes answers less sure.
  public var temperature: Double
  /// The number of answers that it was fitted on.
  public var answerCount: Int

  /// The temperatures that are believed; a fit beyond them says that the answers are too few or too easy.
  public static let range = 0.05...20.0

  /// The fewest answers that a temperature is fitted on.
  public static let fewestAnswers = 20

  /// Creates what a file says.
  public init(temperature: Double, answerCount: Int) {
    self.temperature = temperature
    self.answerCount = answerCount
  }

  /// Fits a temperature to a split: the smallest mean of -log of the true class's probability, over the answers whose
  /// truth is known.
  ///
  /// In b = 1 / T that sum is convex; its derivative is the sum of E[z] - z_y, where E is the mean of the outputs under
  /// the probabilities. Its zero is found by Newton's steps, halved intervals where they leave the bracket.
  ///
  /// - Returns: nil when there are fewer than 20 such answers, or no temperature within `range` is the best: when all
  ///   answers are right, say.
  public init?(fittedOn predictions: SplitPredictions) {
    let rows = TemperatureScaling.rows(of: predictions)
    guard rows.count >= TemperatureScaling.fewestAnswers else { return nil }
    var low = 1 / TemperatureScaling.range.upperBound
    var high = 1 / TemperatureScaling.range.lowerBound
    guard TemperatureScaling.slope(rows, low).first < 0,
      TemperatureScaling.slope(rows, high).first > 0
    else { return nil }
    var point = 1.0
    for _ in 0..<100 {
      let slope = TemperatureScaling.slope(rows, point)
      if slope.first < 0 { low = point } else { high = point }
      var next = point - slope.first / slope.second
      if !(next > low && next < high) { next = (low + high) / 2 }
      let isDone = abs(next - point) <= 1e-12 * point
      point = next
      if isDone { break }
    }
    temperature = 1 / point
    answerCount = rows.count
  }

  /// The mean of -log of the true class's probability over the answers whose truth is known; nil without any.
  public static func negativeLogLikelihood(
    of predictions: SplitPredictions, temperature: Double = 1
  ) -> Double? {
    let rows = rows(of: predictions)
    guard !rows.isEmpty else { return nil }
    return rows.reduce(0) { sum, row in
      let largest = row.logits.max() ?? 0
      let total = row.logits.reduce(0) { $0 + exp(($1 - largest) / temperature) }
      return sum + log(total) - (row.logits[row.truth] - largest) / temperature
    } / Double(rows.count)
  }

  /// The outputs of one answer, and its truth.
  private struct Row {
    var logits: [Double]
    var truth: Int
  }

  private static func rows(of predictions: SplitPredictions) -> [Row] {
    var rows: [Row] = []
    for sample in predictions.samples.indices {
      for question in 0..<predictions.questionCount {
        let truth = predictions.truth(of: sample, question: question)
        guard truth != predictions.task.unknownClass else { continue }
        var logits = predictions.logits(of: sample, question: question).map(Double.init)
        if case .multilabel = predictions.task { logits.insert(0, at: 0) }
        guard logits.allSatisfy(\.isFinite) else { continue }
        rows.append(Row(logits: logits, truth: truth))
      }
    }
    return rows
  }

  /// The first and second derivative of the sum of -log p_y by b.
  private static func slope(_ rows: [Row], _ b: Double) -> (first: Double, second: Double) {
    var slope = (first: 0.0, second: 0.0)
    for row in rows {
      let largest = row.logits.max() ?? 0
      var sums = (weight: 0.0, first: 0.0, second: 0.0)
      for logit in row.logits {
        let weight = exp((logit - largest) * b)
        sums.weight += weight
        sums.first += weight * logit
        sums.second += weight * logit * logit
      }
      let mean = sums.first / sums.weight
      slope.first += mean - row.logits[row.truth]
      slope.second += max(sums.second / sums.weight - mean * mean, 0)
    }
    return slope
  }
}
