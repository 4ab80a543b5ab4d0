import Glibc

/// A parameter as samplers see it: numbers lie in 0...1, evenly in the logarithm where the distribution says so.
///
/// A range of steps is cut into cells; its numbers are the middles of cells. A categorical parameter whose choices are
/// different numbers is a range of as many cells, in the order of the numbers. Other choices are counted from 0.
package struct Axis: Hashable, Sendable {
  /// How numbers on the axis behave.
  package enum Kind: Hashable, Sendable {
    /// Any number from 0 to 1.
    case continuous
    /// The middles of `count` cells.
    case cells
    /// The whole numbers below `count`, without order.
    case choices
  }

  package let kind: Kind
  /// The number of values; 0 for a continuous axis.
  package let count: Int

  private let distribution: Distribution
  private let isLogarithmic: Bool
  /// The bounds, half a step further out for cells; logarithms where these count.
  private let low: Double
  private let high: Double
  /// Position of a choice in the order of numbers, and back; empty without order.
  private let ranks: [Int]
  private let choiceOfRank: [Int]

  /// - Parameter ordersNumbers: whether choices that are numbers are taken in their order.
  package init(_ distribution: Distribution, ordersNumbers: Bool = true) {
    self.distribution = distribution
    var ranks: [Int] = []
    var choiceOfRank: [Int] = []
    switch distribution {
    case .float(let low, let high, let step, let log):
      isLogarithmic = log
      if let step {
        kind = .cells
        // A tolerance for bounds that are no exact multiples, as 0.7 of 0.05.
        count = Int(((high - low) / step + 1e-8).rounded(.down)) + 1
        (self.low, self.high) = (low - step / 2, low + (Double(count) - 0.5) * step)
      } else {
        kind = .continuous
        count = 0
        (self.low, self.high) = log ? (Glibc.log(low), Glibc.log(high)) : (low, high)
      }
    case .int(let low, let high, let step, let log):
      isLogarithmic = log
      kind = .cells
      count = (high - low) / step + 1
      let first = Double(low) - Double(step) / 2
      let last = Double(low) + (Double(count) - 0.5) * Double(step)
      (self.low, self.high) = log ? (Glibc.log(first), Glibc.log(last)) : (first, last)
    case .categorical(let choices):
      isLogarithmic = false
      count = choices.count
      let numbers = choices.compactMap(\.number)
      if ordersNumbers, choices.count > 2, Set(numbers).count == choices.count {
        kind = .cells
        choiceOfRank = numbers.indices.sorted { numbers[$0] < numbers[$1] }
        ranks = Array(repeating: 0, count: choices.count)
        for (rank, choice) in choiceOfRank.enumerated() { ranks[choice] = rank }
        (low, high) = (-0.5, Double(choices.count) - 0.5)
      } else {
        kind = .choices
        (low, high) = (0, Double(choices.count))
      }
    }
    self.ranks = ranks
    self.choiceOfRank = choiceOfRank
  }

  /// Whether there is only one value.
  var isSingle: Bool { kind == .continuous ? low == high : count == 1 }

  /// The number that stands for a value; NaN for values of another distribution.
  func coordinate(of value: ParameterValue) -> Double {
    guard distribution.contains(value) else { return .nan }
    switch (distribution, value) {
    case (.float(let low, _, let step, _), .double(let number)):
      if let step { return middle(ofCell: Int(((number - low) / step).rounded())) }
      return unit(number)
    case (.int(let low, _, let step, _), .int(let number)):
      return middle(ofCell: (number - low) / step)
    case (.categorical, .choice(let choice)):
      return ranks.isEmpty ? Double(choice) : middle(ofCell: ranks[choice])
    default: return .nan
    }
  }

  /// The value that a number stands for; the nearest one for a number between.
  func value(at coordinate: Double) -> ParameterValue {
    switch distribution {
    case .float(let first, let last, let step, _):
      if let step { return .double(min(first + Double(cell(at: coordinate)) * step, last)) }
      let number = low + coordinate * (high - low)
      return .double(min(max(isLogarithmic ? exp(number) : number, first), last))
    case .int(let first, _, let step, _): return .int(first + cell(at: coordinate) * step)
    case .categorical:
      if ranks.isEmpty { return .choice(min(max(Int(coordinate), 0), count - 1)) }
      return .choice(choiceOfRank[cell(at: coordinate)])
    }
  }

  /// The number on the axis for a uniform one.
  package func coordinate(ofUniform uniform: Double) -> Double {
    switch kind {
    case .continuous: uniform
    // Logarithmic cells are not equally wide, which makes small whole numbers likelier.
    case .cells: middle(ofCell: cell(at: uniform))
    case .choices: min((uniform * Double(count)).rounded(.down), Double(count - 1))
    }
  }

  /// The cell that a number from 0 to 1 lies in.
  func cell(at coordinate: Double) -> Int {
    guard isLogarithmic, case .int(let first, _, _, _) = distribution else {
      return min(max(Int(coordinate * Double(count)), 0), count - 1)
    }
    let number = exp(low + coordinate * (high - low)) - Double(first) + 0.5
    return min(max(Int(number), 0), count - 1)
  }

  /// The number in the middle of a cell; of a logarithmic one, where its whole number lies.
  package func middle(ofCell cell: Int) -> Double {
    guard isLogarithmic, case .int(let first, _, _, _) = distribution else {
      return (Double(cell) + 0.5) / Double(count)
    }
    return unit(Double(first + cell))
  }

  /// Where a cell begins and ends.
  func bounds(ofCell cell: Int) -> (low: Double, high: Double) {
    guard isLogarithmic, case .int(let first, _, _, _) = distribution else {
      return (Double(cell) / Double(count), Double(cell + 1) / Double(count))
    }
    let number = Double(first + cell)
    return (unit(number - 0.5), unit(number + 0.5))
  }

  /// How wide the cell at a number is; a width below a bound may be given as 0.
  func cellWidth(at coordinate: Double, atLeast bound: Double) -> Double {
    guard isLogarithmic else { return 1 / Double(count) }
    // About 1 / number in the logarithm, which falls along the axis.
    let number = exp(low + coordinate * (high - low))
    guard number * (high - low) * bound < 2 else { return 0 }
    let (first, last) = bounds(ofCell: cell(at: coordinate))
    return last - first
  }

  private func unit(_ number: Double) -> Double {
    guard high > low else { return 0.5 }
    return ((isLogarithmic ? log(number) : number) - low) / (high - low)
  }
}
