/// What the values of a parameter are drawn from.
public enum Distribution: Hashable, Sendable {
  /// Numbers from `low` to `high`, both included; with a step, `low` plus whole multiples of it; with `log`, evenly in
  /// the logarithm (`low` above 0, no step).
  case float(low: Double, high: Double, step: Double?, log: Bool)
  /// Whole numbers from `low` to `high`, both included, `step` apart; with `log`, evenly in the logarithm (`low` from 1
  /// on, step 1).
  case int(low: Int, high: Int, step: Int, log: Bool)
  /// One of several choices, at least one.
  case categorical([Choice])
}

extension Distribution {
  /// Whether it has only one value.
  public var isSingle: Bool {
    switch self {
    case .float(let low, let high, let step, _):
      low == high || step.map { high - low < $0 } ?? false
    case .int(let low, let high, let step, _): high - low < step
    case .categorical(let choices): choices.count == 1
    }
  }

  /// Whether a value can be drawn from it, apart from rounding of steps.
  public func contains(_ value: ParameterValue) -> Bool {
    switch (self, value) {
    case (.float(let low, let high, _, _), .double(let number)): low <= number && number <= high
    case (.int(let low, let high, let step, _), .int(let number)):
      low <= number && number <= high && (number - low) % step == 0
    case (.categorical(let choices), .choice(let index)): choices.indices.contains(index)
    default: false
    }
  }
}

extension Distribution: CustomStringConvertible {
  /// As it is written in a search space: `loguniform(1e-05, 0.01)`.
  public var description: String {
    switch self {
    case .float(let low, let high, nil, let log):
      "\(log ? "loguniform" : "uniform")(\(low), \(high))"
    case .float(let low, let high, let step?, _): "quniform(\(low), \(high), \(step))"
    case .int(let low, let high, let step, let log):
      step == 1
        ? "\(log ? "logint" : "int")(\(low), \(high))" : "int(\(low), \(high), \(step))"
    case .categorical(let choices):
      "choice(\(choices.map(\.description).joined(separator: ", ")))"
    }
  }
}
