import Glibc

/// initial x gamma^(number of milestones up to t); PyTorch's `MultiStepLR`.
public struct MultiStepDecay: LearningRateCurve, Hashable {
  /// The epochs at which the rate is reduced.
  public let milestones: [Int]
  /// What the rate is multiplied by.
  public let gamma: Double

  /// Creates the curve.
  public init(milestones: [Int], gamma: Double = 0.1) {
    self.milestones = milestones.sorted()
    self.gamma = gamma
  }

  public func learningRate(at time: Int, initialRate: Double) -> Double {
    initialRate * pow(gamma, Double(milestones.count { $0 <= time }))
  }

  public func exportedSettings(at time: Int) -> [ExportedItem] {
    // PyTorch keeps how often each milestone was named.
    let counts = Dictionary(milestones.map { ($0, 1) }, uniquingKeysWith: +)
      .sorted { $0.key < $1.key }
      .map { ExportedItem(.integer($0.key), .integer($0.value)) }
    return [
      ExportedItem("milestones", .dictionary(counts)), ExportedItem("gamma", .real(gamma)),
    ]
  }
}

extension ScheduleKind {
  /// Multiplied by `gamma` at each milestone.
  public static let multistep = ScheduleKind(
    "multistep", aliases: ["MultiStepLR", "multi_step", "multistep_lr", "multi_step_lr"],
    summary: "each epoch (or step): times gamma at each of milestones",
    makeCurve: { options, _ in
      MultiStepDecay(milestones: options.milestones, gamma: options.gamma)
    })
}
