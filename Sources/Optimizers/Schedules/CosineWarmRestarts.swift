import Glibc

/// Cosines from the initial rate to the minimum, each begun anew; PyTorch's `CosineAnnealingWarmRestarts`.
///
/// Loshchilov and Hutter 2017: the first takes `firstPeriod` epochs, each later one `growth` times the one before.
public struct CosineWarmRestarts: LearningRateCurve, Hashable {
  /// Epochs of the first cosine, at least 1.
  public let firstPeriod: Int
  /// What each period is multiplied by for the next, at least 1.
  public let growth: Int
  /// The lowest rate.
  public let minimumRate: Double

  /// Creates the curve.
  public init(firstPeriod: Int, growth: Int = 1, minimumRate: Double = 0) {
    precondition(firstPeriod > 0, "CosineWarmRestarts: first period \(firstPeriod)")
    precondition(growth > 0, "CosineWarmRestarts: growth \(growth)")
    self.firstPeriod = firstPeriod
    self.growth = growth
    self.minimumRate = minimumRate
  }

  public func learningRate(at time: Int, initialRate: Double) -> Double {
    let (elapsed, period) = position(at: time)
    let phase = Double.pi * Double(elapsed) / Double(period)
    return minimumRate + (initialRate - minimumRate) * (1 + cos(phase)) / 2
  }

  public func exportedSettings(at time: Int) -> [ExportedItem] {
    let (elapsed, period) = position(at: time)
    return [
      ExportedItem("T_0", .integer(firstPeriod)), ExportedItem("T_i", .integer(period)),
      ExportedItem("T_mult", .integer(growth)), ExportedItem("eta_min", .real(minimumRate)),
      ExportedItem("T_cur", .integer(elapsed)),
    ]
  }

  /// The epochs since the last restart, and the length of the present cosine.
  private func position(at time: Int) -> (elapsed: Int, period: Int) {
    if growth == 1 { return (time % firstPeriod, firstPeriod) }
    var elapsed = time
    var period = firstPeriod
    while elapsed >= period {
      elapsed -= period
      period *= growth
    }
    return (elapsed, period)
  }
}

extension ScheduleKind {
  /// Cosines of `cosinePeriod`, each starting anew.
  public static let cosineWarmRestarts = ScheduleKind(
    "cosine_warm_restarts",
    aliases: [
      "CosineAnnealingWarmRestarts", "cosine_with_restarts", "cosine_annealing_warm_restarts",
    ],
    summary: "each epoch (or step): cosines of t_max, each t_mult times as long as the one before",
    makeCurve: { options, length in
      CosineWarmRestarts(
        firstPeriod: options.cosinePeriod ?? length, growth: options.periodGrowth,
        minimumRate: options.minimumRate)
    })
}
