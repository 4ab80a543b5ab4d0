import Glibc

/// Pairs of a true and a predicted number, and how near they are.
public struct WeightedPairs: Sendable, Hashable {
  /// A pair.
  public struct Pair: Sendable, Hashable {
    /// The true number.
    public var truth: Double
    /// The predicted number.
    public var prediction: Double
    /// How often it counts.
    public var weight: Double
  }

  /// The pairs.
  public private(set) var pairs: [Pair] = []

  /// Creates an empty collection.
  public init() {}

  /// The pairs of a confusion matrix.
  ///
  /// - Parameters:
  ///   - confusion: The counts.
  ///   - numbers: What each class stands for.
  ///   - excluded: A class that stands for no number.
  public init(_ confusion: ConfusionMatrix, numbers: [Double], without excluded: Int? = nil) {
    for truth in 0..<confusion.classCount where truth != excluded {
      for prediction in 0..<confusion.classCount where prediction != excluded {
        let count = confusion[truth: truth, prediction: prediction]
        if count > 0 {
          add(truth: numbers[truth], prediction: numbers[prediction], weight: Double(count))
        }
      }
    }
  }

  /// Adds a pair.
  public mutating func add(truth: Double, prediction: Double, weight: Double = 1) {
    pairs.append(Pair(truth: truth, prediction: prediction, weight: weight))
  }

  /// The sum of the weights.
  public var count: Double { pairs.reduce(0) { $0 + $1.weight } }

  /// The mean of |prediction - truth|; nil without pairs.
  public var meanAbsoluteError: Double? { mean { abs($0.prediction - $0.truth) } }

  /// The mean of (prediction - truth)^2; nil without pairs.
  public var meanSquaredError: Double? {
    mean { ($0.prediction - $0.truth) * ($0.prediction - $0.truth) }
  }

  /// The mean of prediction - truth; nil without pairs.
  public var bias: Double? { mean { $0.prediction - $0.truth } }

  /// Pearson's correlation; nil when either number never changes.
  public var correlation: Double? {
    guard let truth = mean(\.truth), let prediction = mean(\.prediction),
      let spread = mean({ ($0.truth - truth) * ($0.truth - truth) }),
      let predictedSpread = mean({ ($0.prediction - prediction) * ($0.prediction - prediction) }),
      let product = mean({ ($0.truth - truth) * ($0.prediction - prediction) }),
      pairs.contains(where: { $0.truth != pairs[0].truth }),
      pairs.contains(where: { $0.prediction != pairs[0].prediction }),
      spread > 0, predictedSpread > 0
    else { return nil }
    return min(max(product / (sqrt(spread) * sqrt(predictedSpread)), -1), 1)
  }

  private func mean(_ value: (Pair) -> Double) -> Double? {
    let total = count
    return total > 0 ? pairs.reduce(0) { $0 + $1.weight * value($1) } / total : nil
  }
}
