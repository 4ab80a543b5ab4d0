import Glibc

/// minimum + (initial - minimum) (1 + cos(pi t / period)) / 2; PyTorch's `CosineAnnealingLR`.
///
/// After `period` epochs the rate rises again, as it does there (Loshchilov and Hutter 2017, equation 5).
public struct CosineAnnealing: LearningRateCurve, Hashable {
  /// Epochs from the initial rate to the minimum, at least 1.
  public let period: Int
  /// The lowest rate.
  public let minimumRate: Double

  /// Creates the curve.
  public init(period: Int, minimumRate: Double = 0) {
    precondition(period > 0, "CosineAnnealing: period \(period)")
    self.period = period
    self.minimumRate = minimumRate
  }

  public func learningRate(at time: Int, initialRate: Double) -> Double {
    let phase = Double.pi * Double(time) / Double(period)
    return minimumRate + (initialRate - minimumRate) * (1 + cos(phase)) / 2
  }

  public func exportedSettings(at time: Int) -> [ExportedItem] {
    [ExportedItem("T_max", .integer(period)), ExportedItem("eta_min", .real(minimumRate))]
  }
}

extension ScheduleKind {
  /// Half a cosine from the initial rate to `minimumRate` over `cosinePeriod`.
  public static let cosine = ScheduleKind(
    "cosine", aliases: ["CosineAnnealingLR", "cosine_annealing", "cosine_annealing_lr"],
    summary: "each epoch (or step): half a cosine down to eta_min over t_max",
    makeCurve: { options, length in
      CosineAnnealing(
        period: options.cosinePeriod ?? length, minimumRate: options.minimumRate)
    })
}
