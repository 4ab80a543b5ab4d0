/// A regression tree that is grown until each leaf is one value, and knows the box of each leaf.
struct RegressionTree {
  /// The part of an axis that a leaf covers.
  enum Side {
    /// Coordinates between two numbers.
    case interval(Double, Double)
    /// Some of the choices.
    case choices(Set<Int>)
  }

  private struct Leaf {
    var value: Double
    var sides: [Side]
  }

  private let axes: [ForestAxis]
  private var leaves: [Leaf] = []

  /// Grows a tree.
  ///
  /// - Parameters:
  ///   - axes: what the coordinates mean.
  ///   - points: the coordinates of all trials.
  ///   - values: their values.
  ///   - rows: the trials of this tree; may repeat.
  init(axes: [ForestAxis], points: [[Double]], values: [Double], rows: [Int]) {
    self.axes = axes
    let whole = axes.map { axis -> Side in
      axis.choiceCount.map { .choices(Set(0..<$0)) } ?? .interval(0, 1)
    }
    var open = [(rows: rows, sides: whole)]
    while let node = open.popLast() {
      guard let split = bestSplit(of: node.rows, points, values) else {
        let sum = node.rows.reduce(0) { $0 + values[$1] }
        leaves.append(Leaf(value: sum / Double(max(node.rows.count, 1)), sides: node.sides))
        continue
      }
      for isLower in [true, false] {
        let part = node.rows.filter { split.isLower(points[$0]) == isLower }
        var sides = node.sides
        sides[split.axis] = split.side(of: sides[split.axis], isLower: isLower)
        open.append((part, sides))
      }
    }
  }

  /// Where a node is divided: at a number, or into one choice and the others.
  private struct Split {
    var axis: Int
    var threshold: Double
    var isChoice: Bool

    func isLower(_ point: [Double]) -> Bool {
      isChoice ? point[axis] == threshold : point[axis] <= threshold
    }

    func side(of side: Side, isLower: Bool) -> Side {
      switch side {
      case .interval(let low, let high):
        isLower ? .interval(low, threshold) : .interval(threshold, high)
      case .choices(let choices):
        isLower
          ? .choices(choices.intersection([Int(threshold)]))
          : .choices(choices.subtracting([Int(threshold)]))
      }
    }
  }

  /// The division after which the squared errors are least; nil when all values are equal or no axis tells them apart.
  private func bestSplit(of rows: [Int], _ points: [[Double]], _ values: [Double]) -> Split? {
    guard rows.count > 1, rows.contains(where: { values[$0] != values[rows[0]] }) else {
      return nil
    }
    let total = rows.reduce(0) { $0 + values[$1] }
    var best: (gain: Double, split: Split)?
    func offer(_ sum: Double, _ count: Int, _ split: Split) {
      let others = Double(rows.count - count)
      let gain = sum * sum / Double(count) + (total - sum) * (total - sum) / others
      if gain > best?.gain ?? -.infinity { best = (gain, split) }
    }
    for axis in axes.indices {
      if let choiceCount = axes[axis].choiceCount {
        for choice in 0..<choiceCount {
          let inside = rows.filter { points[$0][axis] == Double(choice) }
          guard !inside.isEmpty, inside.count < rows.count else { continue }
          offer(
            inside.reduce(0) { $0 + values[$1] }, inside.count,
            Split(axis: axis, threshold: Double(choice), isChoice: true))
        }
        continue
      }
      let sorted = rows.sorted { points[$0][axis] < points[$1][axis] }
      var sum = 0.0
      for position in 0..<sorted.count - 1 {
        sum += values[sorted[position]]
        let (left, right) = (points[sorted[position]][axis], points[sorted[position + 1]][axis])
        guard left < right else { continue }
        // Between two neighbours of floating-point numbers the mean may be the upper one.
        let middle = left + (right - left) / 2
        offer(
          sum, position + 1,
          Split(axis: axis, threshold: middle < right ? middle : left, isChoice: false))
      }
    }
    return best?.split
  }

  /// The share of an axis that a side covers.
  private func size(_ side: Side, _ axis: Int) -> Double {
    switch side {
    case .interval(let low, let high): high - low
    case .choices(let choices): Double(choices.count) / Double(axes[axis].choiceCount ?? 1)
    }
  }

  private func weight(_ leaf: Leaf, without excluded: Int? = nil) -> Double {
    axes.indices.reduce(1) { $1 == excluded ? $0 : $0 * size(leaf.sides[$1], $1) }
  }

  private var mean: Double { leaves.reduce(0) { $0 + $1.value * weight($1) } }

  /// The variance over the whole space.
  var variance: Double {
    let mean = mean
    return leaves.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) * weight($1) }
  }

  /// The variance of the mean over all other axes, as a function of one.
  func variance(alone axis: Int) -> Double {
    let mean = mean
    let weights = leaves.map { weight($0, without: axis) }
    var pieces: [(value: Double, size: Double)] = []
    if let choiceCount = axes[axis].choiceCount {
      for choice in 0..<choiceCount {
        var value = 0.0
        for (leaf, weight) in zip(leaves, weights) {
          if case .choices(let choices) = leaf.sides[axis], choices.contains(choice) {
            value += leaf.value * weight
          }
        }
        pieces.append((value, 1 / Double(choiceCount)))
      }
    } else {
      pieces = intervalPieces(axis, weights)
    }
    return pieces.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) * $1.size }
  }

  /// The function of a numeric axis: constant between the ends of the leaves.
  private func intervalPieces(
    _ axis: Int, _ weights: [Double]
  ) -> [(value: Double, size: Double)] {
    var changes: [Double: Double] = [:]
    for (leaf, weight) in zip(leaves, weights) {
      guard case .interval(let low, let high) = leaf.sides[axis] else { continue }
      changes[low, default: 0] += leaf.value * weight
      changes[high, default: 0] -= leaf.value * weight
    }
    let ends = changes.keys.sorted()
    var value = 0.0
    return zip(ends, ends.dropFirst()).map { start, end in
      value += changes[start] ?? 0
      return (value, end - start)
    }
  }
}
