/// The kernels of a mixture while it is made: observations, and behind them the prior.
///
/// Columns of equal length, a multiple of eight, follow one another: the weights, and for each axis the centres (or choices)
/// and the standard deviations.
struct KernelTable {
  let axes: [Axis]
  /// The number of kernels, the prior included.
  let count: Int
  /// The length of a column.
  let length: Int
  /// The columns; what stands behind the observations is right from the start.
  var values: [Double]

  /// - Parameters:
  ///   - axes: the axes, at least one.
  ///   - weights: of the observations and, last, of the prior; not all 0.
  init(axes: [Axis], weights: [Double]) {
    self.axes = axes
    count = weights.count
    length = (weights.count + 7) / 8 * 8
    values = Array(repeating: 1, count: (1 + 2 * axes.count) * length)
    for kernel in 0..<length { values[kernel] = kernel < count ? weights[kernel] : 0 }
    for axis in axes.indices {
      // No choice is -1: to the prior all choices are others.
      let middle = axes[axis].kind == .choices ? -1 : 0.5
      for kernel in count - 1..<length { values[centers(axis) + kernel] = middle }
    }
  }

  /// Where the column of an axis's centres begins.
  func centers(_ axis: Int) -> Int { (1 + 2 * axis) * length }

  /// Where the column of an axis's standard deviations begins.
  func deviations(_ axis: Int) -> Int { (2 + 2 * axis) * length }
}
