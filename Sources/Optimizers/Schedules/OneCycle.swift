import Glibc

/// Up to a highest rate and down to almost nothing within one training run, step by step; PyTorch's `OneCycleLR`.
///
/// Smith and Topin 2019, in PyTorch's two cosine phases; momentum is left alone. The schedule's initial rate is not used:
/// the cycle starts at `maximumRate / initialDivisor`.
public struct OneCycle: LearningRateCurve, Hashable {
  /// The highest rate.
  public let maximumRate: Double
  /// The steps of the whole run, at least 1.
  public let totalSteps: Int
  /// The share of steps in which the rate rises, from 0 to 1.
  public let risingShare: Double
  /// What the highest rate is divided by at the start.
  public let initialDivisor: Double
  /// What the starting rate is divided by at the end.
  public let finalDivisor: Double

  /// Creates the curve with PyTorch's defaults.
  public init(
    maximumRate: Double, totalSteps: Int, risingShare: Double = 0.3, initialDivisor: Double = 25,
    finalDivisor: Double = 10_000
  ) {
    precondition(totalSteps > 0, "OneCycle: \(totalSteps) steps")
    precondition((0...1).contains(risingShare), "OneCycle: rising share \(risingShare)")
    self.maximumRate = maximumRate
    self.totalSteps = totalSteps
    self.risingShare = risingShare
    self.initialDivisor = initialDivisor
    self.finalDivisor = finalDivisor
  }

  public var interval: ScheduleInterval { .step }

  public func learningRate(at time: Int, initialRate: Double) -> Double {
    let start = maximumRate / initialDivisor
    let end = start / finalDivisor
    let step = Double(min(time, totalSteps - 1))
    // The last step of each phase counts from 0.
    let peak = risingShare * Double(totalSteps) - 1
    let last = Double(totalSteps - 1)
    if step <= peak {
      return OneCycle.anneal(from: start, to: maximumRate, share: peak > 0 ? step / peak : 1)
    }
    return OneCycle.anneal(
      from: maximumRate, to: end, share: last > peak ? (step - peak) / (last - peak) : 1)
  }

  public func exportedSettings(at time: Int) -> [ExportedItem] {
    [
      ExportedItem("total_steps", .integer(totalSteps)),
      ExportedItem("_anneal_func_type", .text("cos")),
      ExportedItem("cycle_momentum", .flag(false)),
    ]
  }

  private static func anneal(from start: Double, to end: Double, share: Double) -> Double {
    end + (start - end) / 2 * (cos(Double.pi * share) + 1)
  }
}

extension ScheduleKind {
  /// Up to `maximumRate` and down again over the whole run.
  public static let oneCycle = ScheduleKind(
    "one_cycle", aliases: ["OneCycleLR", "onecycle", "one_cycle_lr"],
    summary: "each step (or epoch): up to max_lr and down again over the whole run",
    interval: .step,
    makeCurve: { options, length in
      OneCycle(
        maximumRate: options.maximumRate ?? 10 * options.learningRate, totalSteps: length)
    })
}
