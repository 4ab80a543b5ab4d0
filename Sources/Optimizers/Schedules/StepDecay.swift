import Glibc

/// initial x gamma^floor(t / stepSize); PyTorch's `StepLR`.
public struct StepDecay: LearningRateCurve, Hashable {
  /// Epochs between reductions, at least 1.
  public let stepSize: Int
  /// What the rate is multiplied by.
  public let gamma: Double

  /// Creates the curve.
  public init(stepSize: Int, gamma: Double = 0.1) {
    precondition(stepSize > 0, "StepDecay: step size \(stepSize)")
    self.stepSize = stepSize
    self.gamma = gamma
  }

  public func learningRate(at time: Int, initialRate: Double) -> Double {
    initialRate * pow(gamma, Double(time / stepSize))
  }

  public func exportedSettings(at time: Int) -> [ExportedItem] {
    [ExportedItem("step_size", .integer(stepSize)), ExportedItem("gamma", .real(gamma))]
  }
}

extension ScheduleKind {
  /// Multiplied by `gamma` every `stepSize` epochs or steps.
  public static let step = ScheduleKind(
    "step", aliases: ["StepLR", "step_lr"],
    summary: "each epoch (or step): times gamma every step_size",
    makeCurve: { options, _ in StepDecay(stepSize: options.stepSize, gamma: options.gamma) })
}
