import Glibc

/// The trials that have some parameters, split into good ones and others.
struct TrialSplit {
  enum Side: UInt8 {
    case good = 1
    case other = 2
  }

  private let table: TrialTable
  private let options: TPEOptions
  /// The rows of each side, by rising number.
  private var rows: [Side: [Int32]] = [:]
  /// What the trials of each side count.
  private var weights: [Side: [Double]] = [:]
  /// The side of each row; 0 for rows that do not count.
  private var sides: [UInt8]
  /// The position of each row among those of its side.
  private var positions: [Int32]
  /// Whether each row has all parameters.
  private let members: [Bool]
  /// The value of the best trial that is not good; nil without one.
  private var threshold: Double?

  /// - Parameters:
  ///   - table: the trials.
  ///   - columns: the parameters; trials without one of them do not count.
  ///   - number: the trial that does not count either.
  ///   - options: how many are good.
  init(table: TrialTable, columns: [Int], without number: Int, options: TPEOptions) {
    self.table = table
    self.options = options
    var members = [Bool](repeating: true, count: table.rows.count)
    for column in columns {
      let values = table.columns[column]
      for row in members.indices { members[row] = members[row] && !values[row].isNaN }
    }
    self.members = members

    sides = Array(repeating: 0, count: table.rows.count)
    positions = Array(repeating: 0, count: table.rows.count)
    var total = table.finishedCount(without: number)
    if options.splitsGroups {
      total = table.ranking.count { Int($0) != number && members[Int($0)] }
    }
    let goodCount =
      switch options.gamma {
      case .linear(let share): Int((share * Double(total)).rounded(.up))
      case .squareRoot(let share): Int((share * Double(total).squareRoot()).rounded(.up))
      }
    var left = min(goodCount, options.goodLimit, total)
    for row in table.ranking where Int(row) != number {
      let isMember = members[Int(row)]
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
      if options.isLiar, table.rows[row].standing == .running, row != number, members[row] {
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
    weights = [.good: weights(.good, good), .other: weights(.other, others)]
  }

  /// Whether no other trial has a parameter either than those that have all.
  func isComplete(in column: Int) -> Bool {
    let values = table.columns[column]
    return values.indices.allSatisfy { members[$0] || values[$0].isNaN }
  }

  /// The mixture of a side.
  ///
  /// - Parameter columns: its axes, parameters of the split.
  func mixture(of side: Side, columns: [Int]) -> ParzenMixture {
    let rows = rows[side] ?? []
    var weights = weights[side] ?? []
    let mean = weights.isEmpty ? 1 : weights.reduce(0, +) / Double(weights.count)
    let isRelative = side == .good && options.goodWeights == .expectedImprovement
    weights.append(weights.isEmpty ? 1 : options.priorWeight * (isRelative ? mean : 1))
    var kernels = KernelTable(axes: columns.map { table.axes[$0] }, weights: weights)
    for (axis, column) in columns.enumerated() {
      guard table.axes[column].kind == .choices else {
        place(side, column, weights, in: &kernels, axis)
        continue
      }
      let values = table.columns[column]
      let first = kernels.centers(axis)
      var target = kernels.values.mutableSpan
      for position in rows.indices { target[first + position] = values[Int(rows[position])] }
    }
    return ParzenMixture(
      kernels, categoricalBandwidth: options.categoricalBandwidth, priorWeight: options.priorWeight)
  }

  /// Writes the centres and standard deviations of a side's kernels along a numeric axis: in the order of the rows, or, if
  /// it is the only axis, in order along it, so that distant kernels lie together and are passed over together.
  private func place(
    _ side: Side, _ column: Int, _ weights: [Double], in kernels: inout KernelTable, _ axis: Int
  ) {
    let axes = kernels.axes.count
    let isAlone = axes == 1
    let values = table.columns[column]
    let (centers, deviations) = (kernels.centers(axis), kernels.deviations(axis))
    let axisOfCells = kernels.axes[axis].kind == .cells ? kernels.axes[axis] : nil
    let share = side == .good ? options.goodCellShare : 0
    let limit = leastDeviation(count: weights.count - 1)
    // A kernel inside its own cell would never leave it.
    func least(at value: Double) -> Double {
      guard share > 0, let axisOfCells else { return limit }
      return min(max(limit, share * axisOfCells.cellWidth(at: value, atLeast: limit / share)), 1)
    }
    var target = kernels.values.mutableSpan
    // The place of the row before, its coordinate, and how far it lies from the one before it: the width of a kernel is the
    // distance to the farther neighbour; the ends of the range are neighbours only of a lone one.
    var count = 0
    var last = 0
    var before = 0.0
    var gap = 0.0
    for row in table.orders[column] where sides[Int(row)] == side.rawValue {
      let value = values[Int(row)]
      let place = isAlone ? count : Int(positions[Int(row)])
      target[centers + place] = value
      if isAlone { target[place] = weights[Int(positions[Int(row)])] }
      if count > 0 {
        let next = value - before
        target[deviations + last] = min(max(max(gap, next), least(at: before)), 1)
        gap = next
      }
      last = place
      before = value
      count += 1
    }
    guard count > 0 else { return }
    if count == 1 { gap = max(before, 1 - before) }
    target[deviations + last] = min(max(gap, least(at: before)), 1)
    guard let width = commonDeviation(side, column, axes: axes, count: count) else {
      return
    }
    for kernel in 0..<count {
      let least = least(at: target[centers + kernel])
      target[deviations + kernel] = min(max(width, least), 1)
    }
  }

  private func weights(_ side: Side, _ rows: [Int32]) -> [Double] {
    let count = rows.count
    switch side == .good ? options.goodWeights : options.otherWeights {
    case .uniform: return Array(repeating: 1, count: count)
    case .oldDecay: return Self.oldDecay(count)
    case .oldDrop: return (0..<count).map { $0 < count - 25 ? 0 : 1 }
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
    var weights = [Double](repeating: 1, count: count)
    let ramp = count - 25
    guard ramp > 0 else { return weights }
    let first = 1 / Double(count)
    let step = ramp == 1 ? 0 : (1 - first) / Double(ramp - 1)
    for index in 0..<ramp { weights[index] = first + step * Double(index) }
    return weights
  }

  private func leastDeviation(count: Int) -> Double {
    let clip = pow(Double(count + 2), -options.magicClipExponent)
    return min(max(options.minimumBandwidth, 1e-12, clip), 1)
  }

  /// The standard deviation that all kernels have; nil where each has its own.
  private func commonDeviation(_ side: Side, _ column: Int, axes: Int, count: Int) -> Double? {
    switch options.bandwidth {
    case .hyperopt: return nil
    case .shrinking(let factor): return factor * pow(Double(count), -1 / Double(axes + 4))
    case .scott:
      let values = table.columns[column]
      let sorted = table.orders[column].filter { sides[Int($0)] == side.rawValue }
        .map { values[Int($0)] }
      return Self.spread(sorted) * 1.059 * pow(Double(count), -0.2)
    }
  }

  /// The standard deviation, or the smaller one that the quartiles would have in a normal distribution.
  private static func spread(_ sorted: [Double]) -> Double {
    guard sorted.count > 1 else { return 1 }
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let quartiles = sorted[(3 * sorted.count) / 4] - sorted[sorted.count / 4]
    return min(variance.squareRoot(), quartiles > 0 ? quartiles / 1.34 : .infinity)
  }
}
