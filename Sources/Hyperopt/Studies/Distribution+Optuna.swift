import Basics

// Optuna writes a distribution as JSON in a text of its own, and every value as a number: a choice by its index.
extension Distribution {
  /// Reads Optuna's JSON, also under the names of older versions; nil for what is no distribution.
  init?(optunaText text: String) {
    guard let json = try? JSONValue.parse(Array(text.utf8), allowsNonFinite: true),
      let name = json["name"]?.string, let attributes = json["attributes"]
    else { return nil }
    let low = attributes["low"]
    let high = attributes["high"]
    let isLog = attributes["log"]?.bool ?? false
    switch name {
    case "FloatDistribution", "UniformDistribution", "LogUniformDistribution",
      "DiscreteUniformDistribution":
      guard let low = low?.double, let high = high?.double else { return nil }
      self.init(
        float: low, high, step: attributes["step"]?.double ?? attributes["q"]?.double,
        log: isLog || name == "LogUniformDistribution")
    case "IntDistribution", "IntUniformDistribution", "IntLogUniformDistribution":
      guard let low = low?.int, let high = high?.int else { return nil }
      self.init(
        int: low, high, step: attributes["step"]?.int ?? 1,
        log: isLog || name == "IntLogUniformDistribution")
    case "CategoricalDistribution":
      guard let list = attributes["choices"]?.array, !list.isEmpty else { return nil }
      let choices = list.compactMap(Choice.init(json:))
      guard choices.count == list.count else { return nil }
      self = .categorical(choices)
    default: return nil
    }
  }

  private init?(float low: Double, _ high: Double, step: Double?, log: Bool) {
    guard low.isFinite, high.isFinite, low <= high, !log || low > 0 && step == nil,
      step.map({ $0.isFinite && $0 > 0 }) ?? true
    else { return nil }
    self = .float(low: low, high: high, step: step, log: log)
  }

  private init?(int low: Int, _ high: Int, step: Int, log: Bool) {
    // Beyond 2^53 a number of Optuna's is no whole number any more.
    guard low <= high, step > 0, !log || low >= 1 && step == 1, low.magnitude < 1 << 53,
      high.magnitude < 1 << 53
    else { return nil }
    self = .int(low: low, high: high, step: step, log: log)
  }

  /// Optuna's JSON, with its keys in its order.
  var optunaText: String {
    let (name, attributes): (String, JSONObject) =
      switch self {
      case .float(let low, let high, let step, let log):
        (
          "FloatDistribution",
          [
            "step": JSONValue(step), "low": .double(low), "high": .double(high),
            "log": .bool(log),
          ]
        )
      case .int(let low, let high, let step, let log):
        (
          "IntDistribution",
          ["log": .bool(log), "step": .int(step), "low": .int(low), "high": .int(high)]
        )
      case .categorical(let choices):
        ("CategoricalDistribution", ["choices": .array(choices.map(\.json))])
      }
    return PythonJSON.text(
      ["name": .string(name), "attributes": .object(attributes)], spaced: true)
  }

  /// Whether a study may have both for one parameter: the same kind, scale and choices.
  func agrees(with other: Distribution) -> Bool {
    switch (self, other) {
    case (.float(_, _, _, let log), .float(_, _, _, let otherLog)): log == otherLog
    case (.int(_, _, _, let log), .int(_, _, _, let otherLog)): log == otherLog
    case (.categorical(let choices), .categorical(let others)): choices == others
    default: false
    }
  }

  /// The number by which Optuna writes a value given as JSON; nil for one that cannot be drawn.
  func internalNumber(of json: JSONValue) -> Double? {
    switch self {
    case .float(let low, let high, _, _):
      json.double.flatMap { $0 >= low && $0 <= high ? $0 : nil }
    case .int(let low, let high, _, _):
      json.int.flatMap { $0 >= low && $0 <= high ? Double($0) : nil }
    case .categorical(let choices):
      Choice(json: json).flatMap(choices.firstIndex).map(Double.init)
    }
  }

  /// The value of one of Optuna's numbers; nil for a choice that there is not, or no number.
  func value(internal number: Double) -> ParameterValue? {
    switch self {
    case .float: number.isFinite ? .double(number) : nil
    case .int: Int(exactly: number.rounded(.towardZero)).map(ParameterValue.int)
    case .categorical(let choices):
      Int(exactly: number.rounded(.towardZero)).flatMap {
        choices.indices.contains($0) ? .choice($0) : nil
      }
    }
  }
}

extension ParameterValue {
  /// The number by which Optuna writes the value.
  var internalNumber: Double {
    switch self {
    case .double(let value): value
    case .int(let value): Double(value)
    case .choice(let index): Double(index)
    }
  }
}

extension Choice {
  init?(json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .double(let value): self = .double(value)
    case .string(let value): self = .string(value)
    case .array, .object: return nil
    }
  }

  /// The choice as JSON.
  public var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    }
  }
}
