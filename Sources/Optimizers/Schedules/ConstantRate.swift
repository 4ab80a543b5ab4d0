/// The initial rate throughout.
public struct ConstantRate: LearningRateCurve, Hashable {
  /// Creates the curve.
  public init() {}

  public func learningRate(at time: Int, initialRate: Double) -> Double { initialRate }

  public func exportedSettings(at time: Int) -> [ExportedItem] { [] }
}
