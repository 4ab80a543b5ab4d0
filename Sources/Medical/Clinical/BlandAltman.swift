import Basics
import Glibc
import Training

/// Agreement of two measurements of the same images: their differences against their means (Bland and Altman 1986).
public struct BlandAltman: Sendable, Hashable {
  /// An image.
  public struct Point: Sendable, Hashable {
    /// The mean of both measurements.
    public var mean: Double
    /// Prediction minus truth.
    public var difference: Double
    /// The image.
    public var id: String
  }

  /// One point for each image with both measurements.
  public let points: [Point]
  /// The mean difference; nil without points.
  public let bias: Double?
  /// Bias -+ 1.96 standard deviations (n - 1) of the differences; nil with fewer than two points.
  public let limits: ClosedRange<Double>?

  /// Compares pairs.
  public init(_ pairs: [(id: String, truth: Double, prediction: Double)]) {
    points = pairs.map {
      Point(
        mean: ($0.truth + $0.prediction) / 2, difference: $0.prediction - $0.truth, id: $0.id)
    }
    let count = Double(points.count)
    guard count > 0 else {
      bias = nil
      limits = nil
      return
    }
    let bias = points.reduce(0) { $0 + $1.difference } / count
    self.bias = bias
    let squares = points.reduce(0) { $0 + ($1.difference - bias) * ($1.difference - bias) }
    let deviation = count > 1 ? sqrt(squares / (count - 1)) : nil
    limits = deviation.map { bias - 1.96 * $0...bias + 1.96 * $0 }
  }
}
