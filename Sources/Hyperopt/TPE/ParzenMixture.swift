import Basics
import CKernels
import Glibc

/// A mixture of kernels, each a product of one density per axis: truncated normals on 0...1 for numbers, their masses
/// for cells, and probabilities for choices.
///
/// The last kernel is the prior, in the middle of the range and as wide. Kernels lie in columns, and one pass
/// over them serves all candidates; nothing is allocated for a candidate.
package struct ParzenMixture {
  /// The axes that are drawn together.
  let axes: [Axis]
  /// The number of kernels, the prior included.
  let kernelCount: Int

  /// The factors of the kernels, then for each axis their centres (or choices) and their scales, 1 / (standard deviation
  /// times the square root of two): columns as `ck_mixture_density` wants them.
  private let columns: [Double]
  private let columnLength: Int
  /// What the kernels count, and the sum of that.
  private let weights: [Double]
  private let total: Double
  /// What the axes are to `ck_mixture_density`.
  private let kinds: [ck_mixture_axis]

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
    var table = KernelTable(axes: axes, weights: weights)
    for (axis, kind) in axes.map(\.kind).enumerated() {
      for (kernel, center) in centers[axis].enumerated() {
        table.values[table.centers(axis) + kernel] = center
        if kind != .choices {
          table.values[table.deviations(axis) + kernel] = deviations[axis][kernel]
        }
      }
    }
    self.init(table, categoricalBandwidth: categoricalBandwidth, priorWeight: priorWeight)
  }

  /// - Parameters:
  ///   - table: the kernels.
  ///   - categoricalBandwidth: how kernels spread over choices.
  ///   - priorWeight: what `categoricalBandwidth` needs.
  init(
    _ table: consuming KernelTable, categoricalBandwidth: TPEOptions.CategoricalBandwidth,
    priorWeight: Double
  ) {
    let (axes, count, length) = (table.axes, table.count, table.length)
    var columns = table.values
    self.axes = axes
    kernelCount = count
    columnLength = length
    kinds = axes.map { axis in
      let (own, other) = Self.probabilities(
        of: axis, observations: count - 1, categoricalBandwidth, priorWeight: priorWeight)
      return ck_mixture_axis(
        kind: axis.kind.kernelKind, own: own, other: other,
        prior: axis.kind == .choices ? 1 / Double(axis.count) : 0)
    }
    weights = Array(columns[..<count])
    total = weights.reduce(0, +)
    ck_mixture_prepare(
      ck_level_best(), Int64(axes.count), kinds, Int64(length), &columns)
    self.columns = columns
  }

  /// Draws points, each axis of which takes its own column.
  ///
  /// - Parameters:
  ///   - count: the number of points.
  ///   - random: where numbers come from.
  /// - Returns: for each axis the coordinates of all points.
  package func sample(_ count: Int, from random: inout RandomSource) -> [[Double]] {
    var sum = 0.0
    let cumulative = weights.map {
      sum += $0
      return sum / total
    }
    let kernels = (0..<count).map { _ in Self.kernel(at: random.nextUniform(), in: cumulative) }
    return axes.indices.map { axis in
      var values = [Double](repeating: 0, count: count)
      for (point, kernel) in kernels.enumerated() {
        values[point] =
          kinds[axis].kind == CK_MIXTURE_CHOICES
          ? choice(axis, ofKernel: kernel, random.nextUniform())
          : number(axis, ofKernel: kernel, from: &random)
      }
      // Along a single axis neighbours are worked on together.
      if axes.count == 1 { values.sort() }
      guard kinds[axis].kind == CK_MIXTURE_CELLS else { return values }
      return values.map { axes[axis].coordinate(ofUniform: $0) }
    }
  }

  /// Returns the logarithm of the density at points (of axes without cells and choices; with them, of density times
  /// mass).
  ///
  /// - Parameter points: for each axis the coordinates of all points.
  package func logDensity(_ points: [[Double]]) -> [Double] {
    let count = points[0].count
    var coordinates: [Double] = []
    coordinates.reserveCapacity(2 * axes.count * count)
    for (axis, values) in zip(axes, points) {
      guard axis.kind == .cells else {
        coordinates += values
        coordinates += values
        continue
      }
      let bounds = values.map { axis.bounds(ofCell: axis.cell(at: $0)) }
      for bound in bounds { coordinates.append(bound.low) }
      for bound in bounds { coordinates.append(bound.high) }
    }
    var densities = [Double](repeating: 0, count: count)
    let isDone = ck_mixture_density(
      ck_level_best(), Int64(axes.count), kinds, Int64(columnLength), columns, Int64(count),
      coordinates, &densities)
    precondition(isDone, "out of memory")
    // Far from all kernels of a mixture without prior nothing is left.
    return densities.map { log(max($0 / total, .leastNormalMagnitude)) }
  }

  /// The first kernel whose cumulative weight is above a share, or else the last one.
  private static func kernel(at share: Double, in cumulative: [Double]) -> Int {
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] <= share { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Draws from a truncated normal distribution.
  ///
  /// What lies outside is drawn again: no less than a third lies inside, as the middles do and no kernel is wider than the
  /// range.
  private func number(_ axis: Int, ofKernel kernel: Int, from random: inout RandomSource) -> Double
  {
    let center = columns[(1 + 2 * axis) * columnLength + kernel]
    let deviation = 0.5.squareRoot() / columns[(2 + 2 * axis) * columnLength + kernel]
    while true {
      let value = center + deviation * NormalDistribution.quantile(random.nextUniform())
      if value >= 0, value <= 1 { return value }
    }
  }

  private func choice(_ axis: Int, ofKernel kernel: Int, _ uniform: Double) -> Double {
    guard kernel < kernelCount - 1 else { return axes[axis].coordinate(ofUniform: uniform) }
    let center = columns[(1 + 2 * axis) * columnLength + kernel]
    let (own, other) = (kinds[axis].own, kinds[axis].other)
    if uniform < own || other == 0 { return center }
    let position = min(Int((uniform - own) / other), axes[axis].count - 2)
    return Double(position < Int(center) ? position : position + 1)
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
}

extension Axis.Kind {
  fileprivate var kernelKind: ck_mixture_kind {
    switch self {
    case .continuous: CK_MIXTURE_DENSITY
    case .cells: CK_MIXTURE_CELLS
    case .choices: CK_MIXTURE_CHOICES
    }
  }
}
