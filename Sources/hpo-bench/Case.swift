import Glibc
import Hyperopt

/// A function that is searched.
struct Case {
  let name: String
  let space: SearchSpace
  let function: @Sendable ([String: ParameterValue]) -> Double
  /// Its least value.
  let least: Double
  /// The standard deviation of the noise that the search sees.
  var noise = 0.0

  static let all: [Case] = [
    Case(
      name: "branin",
      space: SearchSpace([
        SearchParameter("x0", .float(low: -5, high: 10, step: nil, log: false)),
        SearchParameter("x1", .float(low: 0, high: 15, step: nil, log: false)),
      ]),
      function: of(Objectives.branin, axes: 2), least: 0.39788735772973816),
    cube("hartmann3", 3, 0, 1, Objectives.hartmann3, least: -3.862779787332663),
    cube("hartmann6", 6, 0, 1, Objectives.hartmann6, least: -3.3223680114155147),
    cube("rosenbrock4", 4, -5, 10, Objectives.rosenbrock, least: 0),
    cube("ackley5", 5, -32.768, 32.768, Objectives.ackley, least: 0),
    cube("levy10", 10, -10, 10, Objectives.levy, least: 0),
    cube("styblinski6", 6, -5, 5, Objectives.styblinski, least: -39.16616570377142 * 6),
    cube("rastrigin10", 10, -5.12, 5.12, Objectives.rastrigin, least: 0),
    Case(name: "mixed8", space: mixedSpace, function: mixed, least: 0),
    Case(name: "conditional11", space: conditionalSpace, function: conditional, least: 0),
    cube(
      "noisy_hartmann6", 6, 0, 1, Objectives.hartmann6, least: -3.3223680114155147, noise: 0.3),
  ]

  private static func cube(
    _ name: String, _ axes: Int, _ low: Double, _ high: Double,
    _ function: @escaping @Sendable ([Double]) -> Double, least: Double, noise: Double = 0
  ) -> Case {
    Case(
      name: name,
      space: SearchSpace(
        (0..<axes).map {
          SearchParameter("x\($0)", .float(low: low, high: high, step: nil, log: false))
        }),
      function: of(function, axes: axes), least: least, noise: noise)
  }

  private static func of(_ function: @escaping @Sendable ([Double]) -> Double, axes: Int)
    -> @Sendable ([String: ParameterValue]) -> Double
  {
    { values in function((0..<axes).map { values.number("x\($0)") }) }
  }

  private static let mixedSpace = SearchSpace([
    SearchParameter("learning_rate", .float(low: 1e-5, high: 1e-1, step: nil, log: true)),
    SearchParameter("weight_decay", .float(low: 1e-6, high: 1e-2, step: nil, log: true)),
    SearchParameter("dropout", .float(low: 0, high: 0.7, step: 0.05, log: false)),
    SearchParameter("layers", .int(low: 1, high: 8, step: 1, log: false)),
    SearchParameter("width", .int(low: 16, high: 512, step: 1, log: true)),
    SearchParameter("batch", .categorical([.int(16), .int(32), .int(64), .int(128)])),
    SearchParameter(
      "optimizer", .categorical(["sgd", "adam", "adamw", "rmsprop"].map(Choice.string))),
    SearchParameter("augmentation", .categorical(["none", "light", "strong"].map(Choice.string))),
  ])

  /// Like a validation error: the best learning rate falls with depth and rises with the batch.
  @Sendable private static func mixed(_ p: [String: ParameterValue]) -> Double {
    let rate = log10(p.number("learning_rate"))
    let decay = log10(p.number("weight_decay"))
    let layers = p.number("layers")
    let width = log2(p.number("width"))
    let batch = 4 + Double(p.choice("batch"))
    let optimizer = p.choice("optimizer")
    let bestRate =
      -2.5 - 0.15 * (layers - 4) + 0.25 * (batch - 5) + [0.8, 0, -0.2, -0.4][optimizer]
    let strength = [0, 0.2, 0.35][p.choice("augmentation")]
    return 0.08 * pow(rate - bestRate, 2) + 0.02 * pow(decay + 4, 2)
      + 0.5 * pow(p.number("dropout") + strength - 0.45, 2) + 0.004 * pow(layers - 5, 2)
      + 0.012 * pow(width - 7.2, 2) + 0.01 * pow(batch - 5, 2) + 0.25 * abs(strength - 0.2)
      + [0.06, 0.02, 0, 0.04][optimizer]
  }

  private static let conditionalSpace: SearchSpace = {
    func float(_ name: String, _ low: Double, _ high: Double, log: Bool, _ optimizer: Int)
      -> SearchParameter
    {
      SearchParameter(
        name, .float(low: low, high: high, step: nil, log: log),
        if: SearchCondition("optimizer", isChoice: optimizer))
    }
    return SearchSpace([
      SearchParameter("optimizer", .categorical(["sgd", "adamw", "lion"].map(Choice.string))),
      float("sgd_rate", 1e-4, 1, log: true, 0),
      float("momentum", 0, 0.99, log: false, 0),
      float("adamw_rate", 1e-6, 1e-1, log: true, 1),
      float("beta", 0.8, 0.999, log: false, 1),
      float("lion_rate", 1e-7, 1e-2, log: true, 2),
      SearchParameter("model", .categorical(["cnn", "mlp"].map(Choice.string))),
      SearchParameter(
        "blocks", .int(low: 1, high: 12, step: 1, log: false),
        if: SearchCondition("model", isChoice: 0)),
      SearchParameter(
        "kernel", .categorical([1, 3, 5, 7].map(Choice.int)),
        if: SearchCondition("model", isChoice: 0)),
      SearchParameter(
        "hidden", .int(low: 16, high: 1024, step: 1, log: true),
        if: SearchCondition("model", isChoice: 1)),
      SearchParameter("dropout", .float(low: 0, high: 0.8, step: nil, log: false)),
    ])
  }()

  @Sendable private static func conditional(_ p: [String: ParameterValue]) -> Double {
    var total = 0.6 * pow(p.number("dropout") - 0.3, 2)
    switch p.choice("optimizer") {
    case 0:
      let momentum = p.number("momentum")
      let effective = log10(p.number("sgd_rate")) - 0.8 * log10(1 - momentum)
      total += 0.02 + 0.1 * pow(effective + 0.6, 2) + 0.1 * pow(momentum - 0.9, 2)
    case 1:
      total += 0.08 * pow(log10(p.number("adamw_rate")) + 3.2, 2)
      total += 2 * pow(p.number("beta") - 0.92, 2)
    default: total += 0.05 + 0.12 * pow(log10(p.number("lion_rate")) + 4.5, 2)
    }
    guard p.choice("model") == 0 else {
      return total + 0.15 + 0.02 * pow(log2(p.number("hidden")) - 8, 2)
    }
    return total + 0.006 * pow(p.number("blocks") - 7, 2)
      + 0.03 * abs(Double(1 + 2 * p.choice("kernel")) - 3)
  }
}

extension [String: ParameterValue] {
  /// A numeric value by its name.
  func number(_ name: String) -> Double {
    switch self[name] {
    case .double(let value): value
    case .int(let value): Double(value)
    case .choice, nil: preconditionFailure("\(name) has no number")
    }
  }

  /// The position of a choice.
  func choice(_ name: String) -> Int {
    guard case .choice(let index) = self[name] else { preconditionFailure("\(name) has no choice") }
    return index
  }
}
