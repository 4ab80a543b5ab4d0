/// The initial rate throughout.
public struct ConstantRate: LearningRateCurve, Hashable {
  /// Creates the curve.
  public init() {}

  public func learningRate(at time: Int, initialRate: Double) -> Double { initialRate }

  public func exportedSettings(at time: Int) -> [ExportedItem] { [] }
}

extension ScheduleKind {
  /// Constant.
  public static let none = ScheduleKind(
    "none", aliases: ["constant"], summary: "constant", makeCurve: { _, _ in ConstantRate() })
}
