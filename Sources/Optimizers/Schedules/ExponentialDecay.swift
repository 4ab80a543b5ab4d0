import Glibc

/// initial x gamma^t; PyTorch's `ExponentialLR`.
public struct ExponentialDecay: LearningRateCurve, Hashable {
  /// What the rate is multiplied by every epoch.
  public let gamma: Double

  /// Creates the curve.
  public init(gamma: Double) {
    self.gamma = gamma
  }

  public func learningRate(at time: Int, initialRate: Double) -> Double {
    initialRate * pow(gamma, Double(time))
  }

  public func exportedSettings(at time: Int) -> [ExportedItem] {
    [ExportedItem("gamma", .real(gamma))]
  }
}

extension ScheduleKind {
  /// Multiplied by `gamma` every epoch or step.
  public static let exponential = ScheduleKind(
    "exponential", aliases: ["ExponentialLR", "exponential_lr"],
    summary: "each epoch (or step): times gamma",
    makeCurve: { options, _ in ExponentialDecay(gamma: options.gamma) })
}
