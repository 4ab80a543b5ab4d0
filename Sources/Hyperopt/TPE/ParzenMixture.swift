import Basics
import Glibc

/// A mixture of kernels, each a product of one density per axis: truncated normals on 0...1 for numbers, their masses
/// for cells, and probabilities for choices.
///
/// The last kernel is the prior, in the middle of the range and as wide. Kernels lie in columns of eight, and one pass
/// over them serves all candidates; nothing is allocated for a candidate.
package struct ParzenMixture {
  typealias Eight = SIMD8<Double>

  /// The axes that are drawn together.
  let axes: [Axis]
  /// The number of kernels, the prior included.
  let kernelCount: Int

  /// For each axis the centres (or choices) of all kernels, eight at a time.
  private var centers: [[Eight]]
  /// For each axis 1 / (standard deviation times the square root of two).
  private var scales: [[Eight]]
  /// What a kernel's exponentials and masses are multiplied with; 0 for what fills the last eight.
  private var factors: [Eight]
  /// The weights of the kernels added up; the last is 1.
  private var cumulativeWeights: [Double]
  /// For axes of choices the probability of a kernel's own choice and of each other one.
  private let choiceProbabilities: [(own: Double, other: Double)]

  /// - Parameters:
  ///   - axes: the axes, at least one.
  ///   - centers: for each axis the coordinates of the observations.
  ///   - deviations: for each axis the standard deviations of the kernels; not used for choices.
  ///   - weights: of the observations and, last, of the prior; not all 0.
  ///   - categoricalBandwidth: how kernels spread over choices.
  ///   - priorWeight: what `categoricalBandwidth` needs.
  package init(
    axes: [Axis], centers: [[Double]], deviations: [[Double]], weights: [Double],
    categoricalBandwidth: TPEOptions.CategoricalBandwidth, priorWeight: Double
  ) {
    self.axes = axes
    let count = weights.count
    let blocks = (count + 7) / 8
    kernelCount = count
    let total = weights.reduce(0, +)
    var sum = 0.0
    cumulativeWeights = weights.map {
      sum += $0
      return sum / total
    }
    var factors = Self.blocks(weights, filledWith: 0, count: blocks)
    for index in factors.indices { factors[index] /= total }

    self.centers = []
    self.scales = []
    choiceProbabilities = axes.map {
      Self.probabilities(
        of: $0, observations: count - 1, categoricalBandwidth, priorWeight: priorWeight)
    }
    for (axis, kind) in axes.map(\.kind).enumerated() {
      if kind == .choices {
        // No choice is -1: to the prior all choices are others.
        self.centers.append(Self.blocks(centers[axis] + [-1], filledWith: -1, count: blocks))
        self.scales.append([])
        continue
      }
      let middles = Self.blocks(centers[axis] + [0.5], filledWith: 0.5, count: blocks)
      let widths = Self.blocks(deviations[axis] + [1], filledWith: 1, count: blocks)
      var scales = widths
      for index in scales.indices {
        scales[index] = 0.5.squareRoot() / widths[index]
        let mass = VectorMath.normalMass(
          from: 0, to: 1, center: middles[index], scale: scales[index])
        factors[index] /= mass
        if kind == .continuous {
          factors[index] *= scales[index] * (1 / Double.pi).squareRoot()
        }
      }
      self.centers.append(middles)
      self.scales.append(scales)
    }
    self.factors = factors
  }

  /// Draws points, each axis of which takes its own column.
  ///
  /// - Parameters:
  ///   - count: the number of points.
  ///   - random: where numbers come from.
  /// - Returns: for each axis the coordinates of all points.
  package func sample(_ count: Int, from random: inout RandomSource) -> [[Double]] {
    var points = axes.map { _ in [Double](repeating: 0, count: count) }
    for point in 0..<count {
      let kernel = self.kernel(at: random.nextUniform())
      for axis in axes.indices {
        points[axis][point] = draw(axis, ofKernel: kernel, random.nextUniform())
      }
    }
    return points
  }

  /// Returns the logarithm of the density at points (of axes without cells and choices; with them, of density times
  /// mass).
  ///
  /// - Parameter points: for each axis the coordinates of all points.
  package func logDensity(_ points: [[Double]]) -> [Double] {
    let count = points[0].count
    let blockCount = factors.count
    var sums = [Eight](repeating: .zero, count: count)
    // What all axes with a density add to the exponents, and the others multiply, block by block: a block of kernels
    // stays in the first-level cache while the candidates pass.
    var exponents = [Eight](repeating: .zero, count: count)
    var products = exponents
    let cells = zip(axes, points).map { axis, values in
      axis.kind == .cells ? values.map { axis.bounds(ofCell: axis.cell(at: $0)) } : []
    }
    for block in 0..<blockCount {
      for point in 0..<count {
        exponents[point] = .zero
        products[point] = factors[block]
      }
      for (axis, column) in centers.enumerated() {
        let center = column[block]
        switch axes[axis].kind {
        case .continuous:
          Self.addSquares(points[axis], center, scales[axis][block], to: &exponents)
        case .cells:
          Self.multiply(cells[axis], center, scales[axis][block], into: &products)
        case .choices:
          let (own, other) = choiceProbabilities[axis]
          let values = points[axis]
          for point in 0..<count {
            let isOwn = center .== values[point]
            var probability = Eight(repeating: other).replacing(with: own, where: isOwn)
            if block == blockCount - 1 {
              probability[(kernelCount - 1) % 8] = 1 / Double(axes[axis].count)
            }
            products[point] *= probability
          }
        }
      }
      for point in 0..<count { sums[point] += products[point] * VectorMath.exp(exponents[point]) }
    }
    // Far from all kernels of a mixture without prior nothing is left.
    return sums.map { log(max($0.sum(), .leastNormalMagnitude)) }
  }

  private static func addSquares(
    _ values: [Double], _ center: Eight, _ scale: Eight, to exponents: inout [Eight]
  ) {
    for point in values.indices {
      let distance = (values[point] - center) * scale
      exponents[point] -= distance * distance
    }
  }

  /// Multiplies with the masses of cells.
  private static func multiply(
    _ cells: [(low: Double, high: Double)], _ center: Eight, _ scale: Eight,
    into products: inout [Eight]
  ) {
    for point in cells.indices {
      products[point] *= VectorMath.normalMass(
        from: cells[point].low, to: cells[point].high, center: center, scale: scale)
    }
  }

  private func kernel(at share: Double) -> Int {
    var (low, high) = (0, kernelCount - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulativeWeights[middle] <= share { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func draw(_ axis: Int, ofKernel kernel: Int, _ uniform: Double) -> Double {
    let center = centers[axis][kernel / 8][kernel % 8]
    let kind = axes[axis].kind
    guard kind != .choices else {
      guard kernel < kernelCount - 1 else { return axes[axis].coordinate(ofUniform: uniform) }
      let (own, other) = choiceProbabilities[axis]
      if uniform < own || other == 0 { return center }
      let position = min(Int((uniform - own) / other), axes[axis].count - 2)
      return Double(position < Int(center) ? position : position + 1)
    }
    let deviation = 0.5.squareRoot() / scales[axis][kernel / 8][kernel % 8]
    let normal = TruncatedNormal(center: center, deviation: deviation, range: 0...1)
    return axes[axis].coordinate(ofUniform: normal.quantile(uniform))
  }

  private static func probabilities(
    of axis: Axis, observations: Int, _ bandwidth: TPEOptions.CategoricalBandwidth,
    priorWeight: Double
  ) -> (own: Double, other: Double) {
    guard axis.kind == .choices, axis.count > 1 else { return (1, 0) }
    let count = Double(axis.count)
    switch bandwidth {
    case .optuna:
      let share = priorWeight / Double(observations + 1)
      return ((1 + share) / (1 + count * share), share / (1 + count * share))
    case .fixed(let spread):
      return (1 - spread, spread / (count - 1))
    }
  }

  private static func blocks(_ values: [Double], filledWith filling: Double, count: Int) -> [Eight]
  {
    (0..<count).map { block in
      var eight = Eight(repeating: filling)
      for lane in 0..<min(8, values.count - 8 * block) { eight[lane] = values[8 * block + lane] }
      return eight
    }
  }
}
