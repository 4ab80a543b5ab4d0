import Glibc

/// The constants of CMA-ES for a number of dimensions and of trials in a generation (Hansen's tutorial, table 1).
struct EvolutionConstants {
  /// Trials in a generation.
  let population: Int
  /// The weights of the trials, the best first: the better half sums to 1, the others are negative.
  let weights: [Double]
  /// The number of trials that the better half is worth.
  let effectiveMass: Double
  /// The learning rates of the path of the step size, of the path of the covariance, and of its two updates.
  let stepRate: Double
  let pathRate: Double
  let rankOneRate: Double
  let rankManyRate: Double
  /// The damping of the step size.
  let stepDamping: Double
  /// The expected length of a standard normal vector.
  let expectedLength: Double

  init(dimensions: Int, population: Int) {
    let n = Double(dimensions)
    let raw = (1...population).map { log(Double(population + 1) / 2) - log(Double($0)) }
    let half = population / 2
    func mass(_ weights: ArraySlice<Double>) -> Double {
      let (sum, squares) = weights.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
      return squares > 0 ? sum * sum / squares : 0
    }
    let good = mass(raw[..<half])
    let bad = mass(raw[half...])
    let one = 2 / ((n + 1.3) * (n + 1.3) + good)
    let many = min(1 - one - 1e-8, 2 * (good - 2 + 1 / good) / ((n + 2) * (n + 2) + good))
    let positive = raw.reduce(0) { $0 + max($1, 0) }
    let negative = raw.reduce(0) { $0 - min($1, 0) }
    // Only a generation of two has no use for the worse half: there `many` is about 0.
    let share =
      many > 1e-12 && negative > 0
      ? min(1 + one / many, 1 + 2 * bad / (good + 2), (1 - one - many) / (n * many)) / negative : 0
    self.population = population
    weights = raw.map { $0 >= 0 ? $0 / positive : $0 * share }
    effectiveMass = good
    rankOneRate = one
    rankManyRate = max(many, 0)
    stepRate = (good + 2) / (n + good + 5)
    stepDamping = 1 + 2 * max(0, ((good - 1) / (n + 1)).squareRoot() - 1) + stepRate
    pathRate = (4 + good / n) / (n + 4 + 2 * good / n)
    expectedLength = n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
  }
}
