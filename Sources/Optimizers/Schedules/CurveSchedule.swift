/// A schedule that follows a curve.
public struct CurveSchedule: LearningRateSchedule {
  public let initialLearningRate: Double
  /// What is followed.
  public let curve: any LearningRateCurve
  /// What time counts.
  public let interval: ScheduleInterval
  /// Completed epochs or steps.
  public private(set) var time = 0

  /// Creates a schedule at time 0.
  ///
  /// - Parameters:
  ///   - initialLearningRate: At least 0.
  ///   - curve: What is followed.
  ///   - interval: What time counts; nil: what is customary for the curve.
  public init(
    initialLearningRate: Double, curve: any LearningRateCurve, interval: ScheduleInterval? = nil
  ) {
    precondition(initialLearningRate >= 0, "learning rate \(initialLearningRate)")
    self.initialLearningRate = initialLearningRate
    self.curve = curve
    self.interval = interval ?? curve.interval
  }

  public var learningRate: Double {
    curve.learningRate(at: time, initialRate: initialLearningRate)
  }

  public mutating func prepareStep(epoch: Int, step: Int, stepsPerEpoch: Int) {
    if interval == .step { time = epoch * stepsPerEpoch + step }
  }

  public mutating func epochEnded(monitored value: Double?) {
    if interval == .epoch { time += 1 }
  }

  public var exportedState: [ExportedItem] {
    curve.exportedSettings(at: time) + [
      ExportedItem(
        "base_lrs", .list([.real(curve.learningRate(at: 0, initialRate: initialLearningRate))])),
      ExportedItem("last_epoch", .integer(time)),
      ExportedItem("_step_count", .integer(time + 1)),
      ExportedItem("_is_initial", .flag(false)),
      ExportedItem("_get_lr_called_within_step", .flag(false)),
      ExportedItem("_last_lr", .list([.real(learningRate)])),
    ]
  }

  public mutating func restore(_ state: [ExportedItem]) throws(OptimizersError) {
    time = try state.count("last_epoch")
  }
}
