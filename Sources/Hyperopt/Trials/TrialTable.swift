/// What samplers know of a study, in columns: one row per trial number, one column per parameter.
///
/// A table that learns of trials one by one is equal to one that is made of all of them, in whatever order they come, so
/// that a continued study is searched as an uninterrupted one would be. Learning of a trial takes time in proportion to
/// the rows, by moving 4 bytes per row and column.
public struct TrialTable: Sendable {
  /// The parameters.
  public let space: SearchSpace
  /// Which way is better.
  public let direction: StudyDirection

  /// The parameters as samplers see them.
  let axes: [Axis]
  /// What each parameter depends on.
  let parents: [Parent]
  /// The parameters that have one value.
  let constants: [Int]
  /// What became of the trial of each number.
  private(set) var rows: [Row] = []
  /// The coordinates of each parameter by row; NaN where it does not exist.
  private(set) var columns: [[Double]]
  /// The rows that have ended, from the best to the worst: complete ones by their values, then pruned ones, the longest
  /// first and then by their last values.
  private(set) var ranking: [Int32] = []
  /// The rows that count (ended or running) by their coordinates on each numeric axis.
  private(set) var orders: [[Int32]]
  /// The number of trials that run.
  private(set) var runningCount = 0

  /// What a parameter depends on.
  enum Parent {
    /// It always exists.
    case none
    /// It exists where a parameter has a choice.
    case choice(Int, of: Int)
    /// It depends on a parameter that there is not.
    case impossible
  }

  /// What became of a trial.
  struct Row: Hashable, Sendable {
    enum Standing: UInt8 {
      /// Nothing is known of it.
      case absent
      /// It failed or waits: nothing is learnt from it.
      case useless
      case running
      case complete
      case pruned
    }

    var standing = Standing.absent
    /// Of complete trials the value, of pruned ones the negated last step; lower is better.
    var first = 0.0
    /// Of pruned trials the last value; lower is better.
    var second = 0.0

    var isRanked: Bool { standing == .complete || standing == .pruned }
    var counts: Bool { isRanked || standing == .running }
  }

  /// Creates a table of some trials, of each number the last one.
  public init(space: SearchSpace, direction: StudyDirection, trials: [TrialRecord] = []) {
    self.space = space
    self.direction = direction
    let axes = space.parameters.map { Axis($0.distribution) }
    self.axes = axes
    parents = space.parameters.map { parameter in
      guard let condition = parameter.condition else { return .none }
      let column = space.parameters.firstIndex { $0.name == condition.parameter }
      return column.map { .choice(condition.choice, of: $0) } ?? .impossible
    }
    constants = axes.indices.filter { axes[$0].isSingle }
    columns = Array(repeating: [], count: axes.count)
    orders = Array(repeating: [], count: axes.count)
    for trial in trials { write(trial) }
    // Sorting once is cheaper than keeping everything sorted.
    runningCount = rows.count { $0.standing == .running }
    let ranked = rows.indices.filter { rows[$0].isRanked }.map(Int32.init)
    ranking = ranked.sorted { isRanked($0, before: $1) }
    for column in columns.indices where axes[column].kind != .choices {
      let rows = self.rows
      let values = columns[column]
      orders[column] = rows.indices.filter { rows[$0].counts && !values[$0].isNaN }
        .map(Int32.init)
      orders[column].sort { (values[Int($0)], $0) < (values[Int($1)], $1) }
    }
  }

  /// The number of trials that ended with something to learn from.
  public var finishedCount: Int { ranking.count }

  /// Learns of a trial, or of what has become of it since.
  public mutating func record(_ trial: TrialRecord) {
    if trial.number < rows.count { forget(trial.number) }
    write(trial)
    let row = Int32(trial.number)
    guard rows[trial.number].counts else { return }
    if rows[trial.number].standing == .running {
      runningCount += 1
    } else {
      ranking.insert(row, at: ranking.lowerBound { isRanked($0, before: row) })
    }
    for column in columns.indices where axes[column].kind != .choices {
      let value = columns[column][trial.number]
      guard !value.isNaN else { continue }
      orders[column].insert(row, at: position(of: row, value, in: column))
    }
  }

  /// Takes a row out of everything that is sorted.
  private mutating func forget(_ number: Int) {
    let row = Int32(number)
    guard rows[number].counts else { return }
    if rows[number].standing == .running {
      runningCount -= 1
    } else {
      ranking.remove(at: ranking.lowerBound { isRanked($0, before: row) })
    }
    for column in columns.indices where axes[column].kind != .choices {
      let value = columns[column][number]
      guard !value.isNaN else { continue }
      orders[column].remove(at: position(of: row, value, in: column))
    }
  }

  private mutating func write(_ trial: TrialRecord) {
    precondition(trial.number >= 0, "trials are numbered from 0, not \(trial.number)")
    let missing = trial.number + 1 - rows.count
    if missing > 0 {
      rows.append(contentsOf: repeatElement(Row(), count: missing))
      for column in columns.indices {
        columns[column].append(contentsOf: repeatElement(.nan, count: missing))
      }
    }
    rows[trial.number] = row(of: trial)
    for (column, parameter) in space.parameters.enumerated() {
      let value = trial.values[parameter.name].map { axes[column].coordinate(of: $0) }
      columns[column][trial.number] = value ?? .nan
    }
  }

  private func row(of trial: TrialRecord) -> Row {
    func loss(_ value: Double) -> Double {
      value.isNaN ? .infinity : direction == .minimize ? value : -value
    }
    switch trial.state {
    case .running: return Row(standing: .running)
    case .complete:
      guard let value = trial.value else { return Row(standing: .useless) }
      return Row(standing: .complete, first: loss(value))
    case .pruned:
      guard let last = trial.intermediateValues.max(by: { $0.step < $1.step }) else {
        return Row(standing: .pruned, first: 1)
      }
      return Row(standing: .pruned, first: -Double(last.step), second: loss(last.value))
    case .failed, .waiting: return Row(standing: .useless)
    }
  }

  private func isRanked(_ a: Int32, before b: Int32) -> Bool {
    let (left, right) = (rows[Int(a)], rows[Int(b)])
    if left.standing != right.standing { return left.standing == .complete }
    return (left.first, left.second, a) < (right.first, right.second, b)
  }

  private func position(of row: Int32, _ value: Double, in column: Int) -> Int {
    let values = columns[column]
    return orders[column].lowerBound { (values[Int($0)], $0) < (value, row) }
  }
}

extension [Int32] {
  /// The first position whose element is not before what is looked for; the elements are sorted.
  fileprivate func lowerBound(isBefore: (Int32) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
