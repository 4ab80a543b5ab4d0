/// A loss with the sums it is the quotient of, so that the loss of an epoch can be computed exactly.
public struct LossValue: Sendable {
  /// The loss as a scalar on the tape: `termSum / weightSum`, NaN when no weight was given.
  public let variable: Variable
  /// The sum of weighted terms.
  public let termSum: Double
  /// The sum of weights.
  public let weightSum: Double

  /// Creates a loss from a scalar on the tape and the sums that it is the quotient of.
  public init(variable: Variable, termSum: Double, weightSum: Double) {
    self.variable = variable
    self.termSum = termSum
    self.weightSum = weightSum
  }

  /// The mean loss; nil, not 0, when there was nothing to average.
  public var mean: Double? {
    weightSum == 0 ? nil : termSum / weightSum
  }
}
