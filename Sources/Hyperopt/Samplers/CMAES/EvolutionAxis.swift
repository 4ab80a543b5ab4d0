import Glibc

/// A parameter as a coordinate in 0...1.
///
/// Numbers count in their own or their logarithmic scale, numeric choices in rising order. Discrete parameters divide the range into cells, one a value, of equal width but for log integers.
struct EvolutionAxis: Hashable, Sendable {
  private enum Scale: Hashable {
    case continuous(low: Double, high: Double, log: Bool)
    /// Floats or choices that are counted, or whole numbers.
    case counted(low: Double, step: Double)
    case integer(low: Int, step: Int)
    case logInteger(first: Int, low: Double, high: Double)
    case choice
  }

  private let scale: Scale
  private let top: Double
  /// The number of cells; 0 for a continuous parameter.
  let cellCount: Int

  /// Creates the axis of a distribution; nil if it has only one value, or choices without an order.
  init?(_ distribution: Distribution) {
    guard !distribution.isSingle else { return nil }
    switch distribution {
    case .float(let low, let high, nil, let isLog):
      scale = .continuous(low: isLog ? log(low) : low, high: isLog ? log(high) : high, log: isLog)
      (cellCount, top) = (0, high)
    case .float(let low, let high, let step?, _):
      scale = .counted(low: low, step: step)
      // The quotient of two decimal fractions may fall just short of the whole number that it is.
      (cellCount, top) = (Int((high - low) / step + 1e-8) + 1, high)
    case .int(let low, let high, _, true):
      scale = .logInteger(first: low, low: log(Double(low) - 0.5), high: log(Double(high) + 0.5))
      (cellCount, top) = (high - low + 1, Double(high))
    case .int(let low, let high, let step, false):
      scale = .integer(low: low, step: step)
      (cellCount, top) = ((high - low) / step + 1, Double(high))
    case .categorical(let choices):
      let numbers = choices.compactMap(\.number)
      guard numbers.count == choices.count, numbers == numbers.sorted() else { return nil }
      scale = .choice
      (cellCount, top) = (choices.count, 0)
    }
  }

  /// The border between the cells `index - 1` and `index`, for 1..<cellCount; 0 and 1 at the ends.
  func border(_ index: Int) -> Double {
    if case .logInteger(let low, let bottom, let ceiling) = scale, index > 0, index < cellCount {
      return (log(Double(low + index) - 0.5) - bottom) / (ceiling - bottom)
    }
    return Double(index) / Double(cellCount)
  }

  /// The cell that a coordinate lies in; coordinates beyond the range belong to the outermost cells.
  func cell(at coordinate: Double) -> Int {
    let inside = min(max(coordinate, 0), 1)
    if case .logInteger(let low, let bottom, let ceiling) = scale {
      let number = exp(bottom + inside * (ceiling - bottom)).rounded()
      return min(max(Int(number) - low, 0), cellCount - 1)
    }
    return min(Int(inside * Double(cellCount)), cellCount - 1)
  }

  /// The value at a coordinate.
  func value(at coordinate: Double) -> ParameterValue {
    switch scale {
    case .continuous(let low, let high, let isLog):
      let position = low + min(max(coordinate, 0), 1) * (high - low)
      // The logarithm and back may pass a bound by a rounding error.
      let bottom = isLog ? exp(low) : low
      return .double(min(max(isLog ? exp(position) : position, bottom), top))
    case .counted(let low, let step):
      return .double(min(low + Double(cell(at: coordinate)) * step, top))
    case .integer(let low, let step): return .int(low + cell(at: coordinate) * step)
    case .logInteger(let low, _, _): return .int(low + cell(at: coordinate))
    case .choice: return .choice(cell(at: coordinate))
    }
  }

  /// The coordinate of a value of a continuous parameter, or the cell of another's; nil if it is of another kind.
  func position(of value: ParameterValue) -> Position? {
    switch (scale, value) {
    case (.continuous(let low, let high, let isLog), .double(let number)):
      return .coordinate(((isLog ? log(number) : number) - low) / (high - low))
    case (.counted(let low, let step), .double(let number)):
      return .cell(clamped(((number - low) / step).rounded()))
    case (.integer(let low, let step), .int(let number)):
      return .cell(clamped((Double(number - low) / Double(step)).rounded()))
    case (.logInteger(let low, _, _), .int(let number)):
      return .cell(clamped(Double(number - low)))
    case (.choice, .choice(let index)): return .cell(clamped(Double(index)))
    default: return nil
    }
  }

  private func clamped(_ cell: Double) -> Int {
    Int(min(max(cell, 0), Double(cellCount - 1)))
  }

  /// Where a value lies.
  enum Position: Hashable {
    case coordinate(Double)
    case cell(Int)
  }
}

extension Distribution {
  /// Whether its values can be counted.
  var isDiscrete: Bool {
    if case .float(_, _, nil, _) = self { isSingle } else { true }
  }
}
