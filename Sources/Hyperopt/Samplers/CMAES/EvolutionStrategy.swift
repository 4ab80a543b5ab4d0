import Basics
import Glibc

/// CMA-ES with active covariance adaptation in the unit cube, and a margin for discrete axes.
///
/// Sources: Hansen, "The CMA evolution strategy: a tutorial" (arXiv 1604.00772); Hamano, Saito, Nomura and Shirakawa,
/// "CMA-ES with margin" (GECCO 2022), for the discrete axes.
struct EvolutionStrategy {
  let axes: [EvolutionAxis]
  let constants: EvolutionConstants
  private(set) var mean: [Double]
  private(set) var stepSize: Double
  /// Row by row.
  private(set) var covariance: [Double]
  /// The widening of each axis that keeps the neighbours of discrete values possible.
  private(set) var widening: [Double]
  private var stepPath: [Double]
  private var covariancePath: [Double]
  private var generation = 0
  private var decomposition: SymmetricEigen
  private var isFlat = false

  var dimensions: Int { axes.count }

  /// The usual number of trials in a generation.
  static func usualPopulation(dimensions: Int) -> Int {
    4 + Int(3 * log(Double(max(dimensions, 1))))
  }

  init(axes: [EvolutionAxis], population: Int, deviation: Double, mean: [Double]? = nil) {
    let count = axes.count
    self.axes = axes
    constants = EvolutionConstants(dimensions: max(count, 1), population: population)
    self.mean = mean ?? Array(repeating: 0.5, count: count)
    stepSize = deviation
    covariance = Array(repeating: 0, count: count * count)
    for index in 0..<count { covariance[index * count + index] = 1 }
    widening = Array(repeating: 1, count: count)
    stepPath = Array(repeating: 0, count: count)
    covariancePath = Array(repeating: 0, count: count)
    decomposition = SymmetricEigen(covariance, dimensions: count)
    for axis in 0..<count { keepMargin(axis) }
  }

  /// The standard deviation along an axis.
  func deviation(_ axis: Int) -> Double {
    stepSize * widening[axis] * covariance[axis * dimensions + axis].squareRoot()
  }

  /// Draws a point; outside the cube it is drawn again, and after many attempts moved to the border.
  func draw(from source: inout RandomSource) -> [Double] {
    var point: [Double] = []
    for _ in 0..<100 {
      let normal = (0..<dimensions).map { _ in source.nextNormal() }
      let shape = decomposition.squareRoot(times: normal)
      point = (0..<dimensions).map { mean[$0] + stepSize * widening[$0] * shape[$0] }
      let isInside = (0..<dimensions).allSatisfy {
        axes[$0].cellCount > 0 || (0...1).contains(point[$0])
      }
      if isInside { return point }
    }
    return point.map { min(max($0, 0), 1) }
  }

  /// The coordinates of a trial: a discrete value is placed in its cell as the distribution would have, what does not
  /// exist at the mean.
  func coordinates(of positions: [EvolutionAxis.Position?], random: inout RandomSource) -> [Double]
  {
    positions.indices.map { index in
      let quantile = random.nextUniform()
      switch positions[index] {
      case nil: return mean[index]
      case .coordinate(let coordinate)?: return coordinate
      case .cell(let cell)?:
        let axis = axes[index]
        let scale = deviation(index)
        // The outermost cells go on beyond the range.
        let below = cell == 0 ? 0 : normalShare((axis.border(cell) - mean[index]) / scale)
        let above =
          cell == axis.cellCount - 1
          ? 1 : normalShare((axis.border(cell + 1) - mean[index]) / scale)
        let share = below + quantile * (above - below)
        // So far out that the cell has no mass: at the border that is nearer.
        guard above > below, share > 0, share < 1 else {
          return axis.border(mean[index] < axis.border(cell) ? cell : cell + 1)
        }
        return mean[index] + scale * normalQuantile(share)
      }
    }
  }

  /// Moves mean, step size and covariance after a generation.
  ///
  /// - Parameter points: the coordinates of all trials of the generation, the best first.
  mutating func update(_ points: [[Double]]) {
    let count = dimensions
    guard count > 0 else { return }
    let k = constants
    let steps = points.map { point in
      (0..<count).map { (point[$0] - mean[$0]) / (stepSize * widening[$0]) }
    }
    var shift = [Double](repeating: 0, count: count)
    for (step, weight) in zip(steps, k.weights) where weight > 0 {
      for index in 0..<count { shift[index] += weight * step[index] }
    }
    for index in 0..<count { mean[index] += stepSize * widening[index] * shift[index] }

    let whitened = decomposition.inverseSquareRoot(times: shift)
    let gain = (k.stepRate * (2 - k.stepRate) * k.effectiveMass).squareRoot()
    for index in 0..<count {
      stepPath[index] = (1 - k.stepRate) * stepPath[index] + gain * whitened[index]
    }
    generation += 1
    let length = Self.length(stepPath)
    let expected = (1 - pow(1 - k.stepRate, 2 * Double(generation + 1))).squareRoot()
    let isSteady = length / expected < (1.4 + 2 / Double(count + 1)) * k.expectedLength
    stepSize *= exp(min(1, k.stepRate / k.stepDamping * (length / k.expectedLength - 1)))

    let pathGain =
      isSteady ? (k.pathRate * (2 - k.pathRate) * k.effectiveMass).squareRoot() : 0
    for index in 0..<count {
      covariancePath[index] = (1 - k.pathRate) * covariancePath[index] + pathGain * shift[index]
    }
    updateCovariance(steps, isSteady: isSteady)
    for axis in 0..<count { keepMargin(axis) }
    isFlat = (0..<count).allSatisfy { deviation($0) < 1e-14 }
  }

  private mutating func updateCovariance(_ steps: [[Double]], isSteady: Bool) {
    let count = dimensions
    let k = constants
    let weights = zip(steps, k.weights).map { step, weight -> Double in
      if weight >= 0 { return weight }
      // A bad direction takes away no more than the covariance has there.
      let length = Self.length(decomposition.inverseSquareRoot(times: step))
      return weight * Double(count) / (length * length + 1e-8)
    }
    let lost = isSteady ? 0 : k.pathRate * (2 - k.pathRate)
    let kept =
      1 + k.rankOneRate * lost - k.rankOneRate - k.rankManyRate * k.weights.reduce(0, +)
    for row in 0..<count {
      for column in 0...row {
        var many = 0.0
        for (step, weight) in zip(steps, weights) { many += weight * step[row] * step[column] }
        let value =
          kept * covariance[row * count + column]
          + k.rankOneRate * covariancePath[row] * covariancePath[column]
          + k.rankManyRate * many
        covariance[row * count + column] = value
        covariance[column * count + row] = value
      }
    }
    decomposition = SymmetricEigen(covariance, dimensions: count)
    covariance = decomposition.matrix
  }

  /// Keeps the probability to leave the cell of the mean, on each side that has a neighbour, above a margin.
  private mutating func keepMargin(_ index: Int) {
    let axis = axes[index]
    guard axis.cellCount > 1 else { return }
    mean[index] = min(max(mean[index], 0), 1)
    let margin = 1 / Double(dimensions * constants.population)
    let cell = axis.cell(at: mean[index])
    let scale = deviation(index)
    if cell == 0 || cell == axis.cellCount - 1 {
      let border = axis.border(cell == 0 ? 1 : cell)
      let reach = scale * -normalQuantile(margin)
      mean[index] = cell == 0 ? max(mean[index], border - reach) : min(mean[index], border + reach)
      return
    }
    let (low, high) = (axis.border(cell), axis.border(cell + 1))
    let below = max(normalShare((low - mean[index]) / scale), margin / 2)
    let above = max(normalShare((mean[index] - high) / scale), margin / 2)
    let within = max(1 - below - above, margin / 2)
    let excess = (1 - below - above - within) / (below + above + within - 1.5 * margin)
    let lowReach = -normalQuantile(min(below + excess * (below - margin / 2), 0.5))
    let highReach = -normalQuantile(min(above + excess * (above - margin / 2), 0.5))
    guard lowReach + highReach > 0 else { return }
    mean[index] = (low * highReach + high * lowReach) / (lowReach + highReach)
    widening[index] *= (high - low) / (lowReach + highReach) / scale
  }

  /// Whether the distribution is narrower than a share of the range along each continuous axis, and out of shape
  /// otherwise.
  func hasConverged(tolerance: Double) -> Bool {
    if isFlat || decomposition.condition > 1e14 { return true }
    let continuous = axes.indices.filter { axes[$0].cellCount == 0 }
    return !continuous.isEmpty && continuous.allSatisfy { deviation($0) < tolerance }
  }

  private static func length(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
