import Basics

/// How often answers are right that a model is so sure of: confidences from 0 to 1 in bins of equal width.
///
/// Bin b of n holds confidences above b/n up to (b + 1)/n. The confidence of an answer is its own probability.
public struct ReliabilityDiagram: Sendable, Hashable {
  /// The answers in a range of confidence.
  public struct Bin: Sendable, Hashable {
    /// How many.
    public var count = 0
    /// How many of them are right.
    public var rightCount = 0
    /// The sum of their confidences.
    public var confidenceSum = 0.0

    /// The mean of their confidences; nil for an empty bin.
    public var confidence: Double? { count == 0 ? nil : confidenceSum / Double(count) }
    /// The share that is right; nil for an empty bin.
    public var accuracy: Double? { count == 0 ? nil : Double(rightCount) / Double(count) }
  }

  /// The bins, from unsure to sure.
  public private(set) var bins: [Bin]

  /// The number of bins that calibration is usually measured with.
  public static let standardBinCount = 15

  /// Creates empty bins.
  public init(binCount: Int = standardBinCount) {
    precondition(binCount > 0, "a reliability diagram without bins")
    bins = Array(repeating: Bin(), count: binCount)
  }

  /// Takes note of an answer.
  ///
  /// - Parameters:
  ///   - confidence: From 0 to 1; one that is no number is left out.
  ///   - isRight: Whether the answer is the truth.
  public mutating func add(confidence: Double, isRight: Bool) {
    guard !confidence.isNaN else { return }
    let place = (confidence * Double(bins.count)).rounded(.up) - 1
    let index = Int(min(max(place, 0), Double(bins.count - 1)))
    bins[index].count += 1
    bins[index].confidenceSum += confidence
    if isRight { bins[index].rightCount += 1 }
  }

  /// Takes note of all answers of a diagram with as many bins.
  public mutating func add(_ other: ReliabilityDiagram) {
    for (index, bin) in zip(bins.indices, other.bins) {
      bins[index].count += bin.count
      bins[index].rightCount += bin.rightCount
      bins[index].confidenceSum += bin.confidenceSum
    }
  }

  /// All answers.
  public var count: Int { bins.reduce(0) { $0 + $1.count } }

  /// The expected calibration error; nil without answers.
  ///
  /// It is the mean over answers of |share that is right - mean confidence| of their bin (Guo et al. 2017, equation 3).
  public var expectedError: Double? {
    let total = count
    guard total > 0 else { return nil }
    return bins.reduce(0) { $0 + abs(Double($1.rightCount) - $1.confidenceSum) } / Double(total)
  }

  /// The largest |share that is right - mean confidence| of a bin; nil without answers.
  public var largestError: Double? {
    bins.compactMap { bin in
      bin.accuracy.flatMap { accuracy in bin.confidence.map { abs(accuracy - $0) } }
    }.max()
  }

  /// The bins for a report: `lower`, `upper`, `count`, `confidence`, `accuracy`.
  public var json: JSONValue {
    let width = 1 / Double(bins.count)
    return .array(
      bins.enumerated().map { index, bin in
        [
          "lower": .double(Double(index) * width), "upper": .double(Double(index + 1) * width),
          "count": .int(bin.count), "confidence": JSONValue(bin.confidence),
          "accuracy": JSONValue(bin.accuracy),
        ]
      })
  }

  /// The bins, exactly, for a checkpoint.
  var state: JSONValue {
    .array(bins.map { [.int($0.count), .int($0.rightCount), .double($0.confidenceSum)] })
  }

  /// Reads what `state` gave; nil when it is no diagram of the standard size.
  init?(state: JSONValue) {
    self.init()
    guard let items = state.array, items.count == bins.count else { return nil }
    for (index, item) in items.enumerated() {
      guard let count = item[0]?.int, let right = item[1]?.int, let sum = item[2]?.double
      else { return nil }
      bins[index] = Bin(count: count, rightCount: right, confidenceSum: sum)
    }
  }
}
