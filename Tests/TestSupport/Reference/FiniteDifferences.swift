/// Derivatives by central differences.
public enum FiniteDifferences {
  /// The gradient of a scalar function at a point, one coordinate at a time:
  /// (f(x + h) - f(x - h)) / 2h, whose error is of the order of h^2 plus rounding over h.
  public static func gradient(
    at point: ReferenceTensor, step: Double = 1e-5, of function: (ReferenceTensor) -> Double
  ) -> ReferenceTensor {
    var gradient = point
    var moved = point
    for index in point.values.indices {
      moved.values[index] = point.values[index] + step
      let above = function(moved)
      moved.values[index] = point.values[index] - step
      let below = function(moved)
      moved.values[index] = point.values[index]
      gradient.values[index] = (above - below) / (2 * step)
    }
    return gradient
  }

  /// The largest difference between two gradients, as a fraction of the largest element of the second (at least 1e-3).
  public static func disagreement(
    _ gradient: ReferenceTensor, _ differences: ReferenceTensor
  ) -> Double {
    let scale = differences.values.reduce(1e-3) { max($0, abs($1)) }
    return largestDifference(gradient.values, differences.values) / scale
  }
}
