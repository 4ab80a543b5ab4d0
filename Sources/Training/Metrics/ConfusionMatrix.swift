/// How often each class was predicted for each true class.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The number of classes, at least 1.
  public let classCount: Int

  /// Counts in row-major order; rows are the truth, columns the prediction.
  public private(set) var counts: [Int]

  /// Creates a matrix of zeros.
  public init(classCount: Int) {
    self.classCount = classCount
    counts = [Int](repeating: 0, count: classCount * classCount)
  }

  /// Creates a matrix from its counts; nil when their number is no square of `classCount` or one is negative.
  public init?(classCount: Int, counts: [Int]) {
    guard classCount > 0, counts.count == classCount * classCount, counts.allSatisfy({ $0 >= 0 })
    else { return nil }
    self.classCount = classCount
    self.counts = counts
  }

  /// The count of one pair.
  public subscript(truth truth: Int, prediction prediction: Int) -> Int {
    counts[truth * classCount + prediction]
  }

  /// Counts one more sample.
  public mutating func add(truth: Int, prediction: Int) {
    counts[truth * classCount + prediction] += 1
  }

  /// Adds all counts of a matrix of the same size.
  public mutating func add(_ other: ConfusionMatrix) {
    precondition(classCount == other.classCount, "confusion matrices of different sizes")
    for index in counts.indices {
      counts[index] += other.counts[index]
    }
  }

  /// How often the class is the truth.
  public func support(of label: Int) -> Int {
    (0..<classCount).reduce(0) { $0 + self[truth: label, prediction: $1] }
  }

  /// How often the class is predicted.
  public func predictions(of label: Int) -> Int {
    (0..<classCount).reduce(0) { $0 + self[truth: $1, prediction: label] }
  }

  /// All samples.
  public var total: Int { counts.reduce(0, +) }

  /// The counts as rows.
  public var rows: [[Int]] {
    (0..<classCount).map { row in Array(counts[row * classCount..<(row + 1) * classCount]) }
  }

  /// The counts of one class against the rest.
  ///
  /// - Parameter excluded: A class whose true samples are left out, though it may be predicted.
  public func counts(of label: Int, excludingTruth excluded: Int? = nil) -> ClassCounts {
    var counts = ClassCounts(
      truePositives: self[truth: label, prediction: label], falsePositives: 0, falseNegatives: 0)
    for other in 0..<classCount where other != label {
      counts.falseNegatives += self[truth: label, prediction: other]
      if other != excluded {
        counts.falsePositives += self[truth: other, prediction: label]
      }
    }
    return counts
  }
}
