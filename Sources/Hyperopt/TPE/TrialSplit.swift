import Glibc

/// The trials that have some parameters, split into good ones and others.
struct TrialSplit {
  enum Side: UInt8 {
    case good = 1
    case other = 2
  }

  private let table: TrialTable
  private let columns: [Int]
  private let options: TPEOptions
  /// The rows of each side, by rising number.
  private var rows: [Side: [Int32]] = [:]
  /// The side of each row; 0 for rows that do not count.
  private var sides: [UInt8]
  /// The position of each row among those of its side.
  private var positions: [Int32]
  /// The value of the best trial that is not good; nil without one.
  private var threshold: Double?

  /// - Parameters:
  ///   - table: the trials.
  ///   - columns: the parameters; trials without one of them do not count.
  ///   - number: the trial that does not count either.
  ///   - options: how many are good.
  init(table: TrialTable, columns: [Int], without number: Int, options: TPEOptions) {
    self.table = table
    self.columns = columns
    self.options = options
    let axisColumns = columns.map { table.columns[$0] }
    var isMemberRow = [Bool](repeating: true, count: table.rows.count)
    for column in axisColumns {
      for row in column.indices where column[row].isNaN { isMemberRow[row] = false }
    }
    func has(_ row: Int) -> Bool { isMemberRow[row] }

    sides = Array(repeating: 0, count: table.rows.count)
    positions = Array(repeating: 0, count: table.rows.count)
    var total = table.finishedCount(without: number)
    if options.splitsGroups {
      total = table.ranking.count { Int($0) != number && has(Int($0)) }
    }
    let goodCount =
      switch options.gamma {
      case .linear(let share): Int((share * Double(total)).rounded(.up))
      case .squareRoot(let share): Int((share * Double(total).squareRoot()).rounded(.up))
      }
    var left = min(goodCount, options.goodLimit, total)
    for row in table.ranking where Int(row) != number {
      let isMember = has(Int(row))
      if left > 0, isMember || !options.splitsGroups {
        left -= 1
        if isMember { sides[Int(row)] = Side.good.rawValue }
      } else if isMember {
        if threshold == nil, table.rows[Int(row)].standing == .complete {
          threshold = table.rows[Int(row)].first
        }
        sides[Int(row)] = Side.other.rawValue
      }
    }
    var good: [Int32] = []
    var others: [Int32] = []
    for row in sides.indices {
      if options.isLiar, table.rows[row].standing == .running, row != number, has(row) {
        sides[row] = Side.other.rawValue
      }
      switch sides[row] {
      case Side.good.rawValue:
        positions[row] = Int32(good.count)
        good.append(Int32(row))
      case Side.other.rawValue:
        positions[row] = Int32(others.count)
        others.append(Int32(row))
      default: break
      }
    }
    rows = [.good: good, .other: others]
  }

  /// The mixture of a side.
  func mixture(of side: Side) -> ParzenMixture {
    let rows = rows[side] ?? []
    let axes = columns.map { table.axes[$0] }
    let centers = columns.map { column in
      let values = table.columns[column]
      return rows.map { values[Int($0)] }
    }
    let deviations = columns.indices.map { axis in
      axes[axis].kind == .choices ? [] : self.deviations(side, axis, centers[axis])
    }
    var weights = self.weights(side, rows)
    let mean = weights.isEmpty ? 1 : weights.reduce(0, +) / Double(weights.count)
    let isRelative = side == .good && options.goodWeights == .expectedImprovement
    weights.append(weights.isEmpty ? 1 : options.priorWeight * (isRelative ? mean : 1))
    return ParzenMixture(
      axes: axes, centers: centers, deviations: deviations, weights: weights,
      categoricalBandwidth: options.categoricalBandwidth, priorWeight: options.priorWeight)
  }

  private func weights(_ side: Side, _ rows: [Int32]) -> [Double] {
    let count = rows.count
    switch side == .good ? options.goodWeights : options.otherWeights {
    case .uniform: return Array(repeating: 1, count: count)
    case .oldDecay: return Self.oldDecay(count)
    case .expectedImprovement:
      guard side == .good, let threshold, threshold.isFinite else {
        return Array(repeating: 1, count: count)
      }
      let gains = rows.map { row -> Double in
        let row = table.rows[Int(row)]
        return row.standing == .complete ? threshold - row.first : 0
      }
      let largest = gains.max() ?? 0
      guard largest > 0, largest.isFinite else { return Array(repeating: 1, count: count) }
      return gains.map { max($0 / largest, 1e-12) }
    }
  }

  /// 1 for the last 25, before them on a line from 1 / count to 1.
  static func oldDecay(_ count: Int) -> [Double] {
    let ramp = count - 25
    return (0..<count).map { index in
      guard index < ramp else { return 1 }
      let first = 1 / Double(count)
      return ramp == 1 ? first : first + (1 - first) * Double(index) / Double(ramp - 1)
    }
  }

  private func deviations(_ side: Side, _ axis: Int, _ centers: [Double]) -> [Double] {
    let count = centers.count
    let clip =
      1
      / min(
        1 / max(options.minimumBandwidth, 1e-12), pow(Double(count + 2), options.magicClipExponent))
    switch options.bandwidth {
    case .hyperopt: return gaps(side, axis, count).map { min(max($0, clip), 1) }
    case .scott:
      let width = spread(side, axis, centers) * 1.059 * pow(Double(max(count, 1)), -0.2)
      return Array(repeating: min(max(width, clip), 1), count: count)
    case .shrinking(let factor):
      let width = factor * pow(Double(max(count, 1)), -1 / Double(columns.count + 4))
      return Array(repeating: min(max(width, clip), 1), count: count)
    }
  }

  /// The distance to the farther neighbour; the ends of the range are neighbours only of a lone point.
  private func gaps(_ side: Side, _ axis: Int, _ count: Int) -> [Double] {
    var result = [Double](repeating: 1, count: count)
    let column = columns[axis]
    let values = table.columns[column]
    var before = 0.0
    var current = -1
    var isFirst = true
    func close(_ next: Double, isLast: Bool) {
      let here = values[current]
      let (left, right) = (here - before, next - here)
      let gap: Double
      switch (isFirst, isLast) {
      case (true, true), (false, false): gap = max(left, right)
      case (true, false): gap = right
      case (false, true): gap = left
      }
      result[Int(positions[current])] = gap
    }
    for row in table.orders[column] where sides[Int(row)] == side.rawValue {
      if current >= 0 {
        close(values[Int(row)], isLast: false)
        before = values[current]
        isFirst = false
      }
      current = Int(row)
    }
    if current >= 0 { close(1, isLast: true) }
    return result
  }

  /// The standard deviation, or the smaller one that the quartiles would have in a normal distribution.
  private func spread(_ side: Side, _ axis: Int, _ centers: [Double]) -> Double {
    guard centers.count > 1 else { return 1 }
    let count = Double(centers.count)
    let mean = centers.reduce(0, +) / count
    let variance = centers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let column = columns[axis]
    let values = table.columns[column]
    let sorted = table.orders[column].filter { sides[Int($0)] == side.rawValue }.map {
      values[Int($0)]
    }
    let quartiles = sorted[(3 * sorted.count) / 4] - sorted[sorted.count / 4]
    return min(variance.squareRoot(), quartiles > 0 ? quartiles / 1.34 : .infinity)
  }
}
