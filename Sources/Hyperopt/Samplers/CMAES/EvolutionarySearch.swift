import Basics

/// The distribution of a whole space: an evolution strategy over the axes, frequencies for choices without order.
struct EvolutionarySearch {
  private let space: SearchSpace
  /// By the position of the parameter: its axis, if it has one.
  private let axes: [EvolutionAxis?]
  /// By the position of the parameter: its choices' probabilities, if it has choices without an order.
  private var probabilities: [[Double]]
  private var strategy: EvolutionStrategy
  /// The number of trials in a generation.
  private(set) var populationSize: Int

  init(_ space: SearchSpace, populationSize: Int?, deviation: Double) {
    self.space = space
    axes = space.parameters.map { EvolutionAxis($0.distribution) }
    let dimensions = axes.lazy.compactMap(\.self).count
    self.populationSize =
      populationSize ?? EvolutionStrategy.usualPopulation(dimensions: dimensions)
    strategy = EvolutionStrategy(
      axes: axes.compactMap(\.self), population: self.populationSize, deviation: deviation)
    probabilities = space.parameters.indices.map { [axes] index in
      guard axes[index] == nil,
        case .categorical(let choices) = space.parameters[index].distribution
      else { return [] }
      return Array(repeating: 1 / Double(choices.count), count: choices.count)
    }
  }

  /// Draws values for the parameters that exist beside each other.
  func draw(from source: inout RandomSource) -> [String: ParameterValue] {
    let point = strategy.draw(from: &source)
    var values: [String: ParameterValue] = [:]
    var next = 0
    for (index, parameter) in space.parameters.enumerated() {
      let value: ParameterValue
      if let axis = axes[index] {
        value = axis.value(at: point[next])
        next += 1
      } else {
        // The number is used up even by a parameter that does not exist: the others keep theirs.
        let quantile = source.nextUniform()
        value =
          probabilities[index].isEmpty
          ? parameter.distribution.onlyValue : .choice(choice(index, quantile))
      }
      if space.isActive(parameter, in: values) { values[parameter.name] = value }
    }
    return values
  }

  private func choice(_ index: Int, _ quantile: Double) -> Int {
    var rest = quantile
    for (choice, probability) in probabilities[index].enumerated() {
      rest -= probability
      if rest < 0 { return choice }
    }
    return probabilities[index].count - 1
  }

  /// Moves towards the better trials of a generation.
  ///
  /// - Parameters:
  ///   - trials: `populationSize` trials, the best first.
  ///   - source: places discrete values within their cells, by the number of the trial.
  mutating func learn(from trials: [TrialRecord], source: RandomSource) {
    let points = trials.map { trial in
      var random = source.split(trial.number)
      var positions: [EvolutionAxis.Position?] = []
      for (axis, parameter) in zip(axes, space.parameters) {
        guard let axis else { continue }
        positions.append(trial.values[parameter.name].flatMap(axis.position(of:)))
      }
      return strategy.coordinates(of: positions, random: &random)
    }
    let weights = strategy.constants.weights.map { max($0, 0) }
    for index in probabilities.indices where !probabilities[index].isEmpty {
      learnChoices(index, trials: trials, weights: weights)
    }
    strategy.update(points)
  }

  /// Moves the probabilities of choices towards their share in the better trials; none falls to zero.
  private mutating func learnChoices(_ index: Int, trials: [TrialRecord], weights: [Double]) {
    let count = probabilities[index].count
    var shares = [Double](repeating: 0, count: count)
    for (trial, weight) in zip(trials, weights) {
      guard case .choice(let choice)? = trial.values[space.parameters[index].name],
        shares.indices.contains(choice)
      else { continue }
      shares[choice] += weight
    }
    let total = shares.reduce(0, +)
    guard total > 0 else { return }
    let mass = strategy.constants.effectiveMass
    let rate = mass / (mass + Double(space.parameters.count + count))
    let least = 1 / Double(populationSize * count)
    for choice in 0..<count {
      let moved =
        probabilities[index][choice]
        + rate * (shares[choice] / total - probabilities[index][choice])
      probabilities[index][choice] = max(moved, least)
    }
    let sum = probabilities[index].reduce(0, +)
    for choice in 0..<count { probabilities[index][choice] /= sum }
  }

  /// Whether there is nothing left to find where the search is.
  func hasConverged(tolerance: Double) -> Bool { strategy.hasConverged(tolerance: tolerance) }

  /// Starts again elsewhere with twice the population; what choices are worth stays known.
  mutating func restart(deviation: Double, source: RandomSource) {
    var source = source
    populationSize *= 2
    strategy = EvolutionStrategy(
      axes: axes.compactMap(\.self), population: populationSize, deviation: deviation,
      mean: (0..<strategy.dimensions).map { _ in source.nextUniform() })
  }
}

extension Distribution {
  /// The value of a distribution that has only one.
  var onlyValue: ParameterValue {
    switch self {
    case .float(let low, _, _, _): .double(low)
    case .int(let low, _, _, _): .int(low)
    case .categorical: .choice(0)
    }
  }
}
