/// Which samples are for training, for choosing the best epoch, and for the final report.
public struct Splits: Hashable, Sendable {
  /// Positions in the data set, ascending.
  public var train: [Int]
  /// Positions in the data set, ascending.
  public var val: [Int]
  /// Positions in the data set, ascending.
  public var test: [Int]
  /// Remarks for people, one line each.
  public var notices: [String]

  /// Creates splits from positions in a data set.
  public init(train: [Int], val: [Int], test: [Int], notices: [String] = []) {
    self.train = train.sorted()
    self.val = val.sorted()
    self.test = test.sorted()
    self.notices = notices
  }

  /// The samples of one split.
  public subscript(split: Split) -> [Int] {
    get {
      switch split {
      case .train: train
      case .val: val
      case .test: test
      }
    }
    set {
      switch split {
      case .train: train = newValue
      case .val: val = newValue
      case .test: test = newValue
      }
    }
  }

  /// The same splits without some samples.
  public func removing(_ indices: Set<Int>) -> Splits {
    var result = self
    for split in Split.allCases { result[split].removeAll(where: indices.contains) }
    return result
  }
}
