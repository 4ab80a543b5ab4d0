/// Raises the rate linearly over the first epochs or steps, then hands over to another schedule, which begins then.
///
/// PyTorch's `SequentialLR` of `LinearLR` and the other.
public struct LinearWarmup: LearningRateSchedule {
  /// The number of epochs or steps in which the rate rises.
  public let length: Int
  /// What the length counts.
  public let interval: ScheduleInterval
  /// The share of the initial rate at which it begins.
  public let startFactor: Double
  /// What follows.
  public private(set) var following: any LearningRateSchedule
  /// Completed epochs or steps.
  private var time = 0

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - length: At least 1.
  ///   - interval: What the length counts; a schedule that follows step by step wants steps.
  ///   - startFactor: Above 0, at most 1; 1 / (length + 1) unless given, so that the rate rises in equal parts from the
  ///     first one on.
  ///   - following: What follows.
  public init(
    length: Int, interval: ScheduleInterval = .epoch, startFactor: Double? = nil,
    following: any LearningRateSchedule
  ) {
    precondition(length > 0, "LinearWarmup: length \(length)")
    self.length = length
    self.interval = interval
    self.startFactor = startFactor ?? 1 / Double(length + 1)
    self.following = following
  }

  public var initialLearningRate: Double { following.initialLearningRate }

  public var learningRate: Double {
    guard time < length else { return following.learningRate }
    let share = Double(time) / Double(length)
    return initialLearningRate * (startFactor + (1 - startFactor) * share)
  }

  public mutating func prepareStep(epoch: Int, step: Int, stepsPerEpoch: Int) {
    switch interval {
    case .epoch:
      guard time >= length else { return }
      following.prepareStep(epoch: epoch - length, step: step, stepsPerEpoch: stepsPerEpoch)
    case .step:
      time = epoch * stepsPerEpoch + step
      guard time >= length else { return }
      // The step as it counts from the other's beginning.
      let (epochs, steps) = (time - length).quotientAndRemainder(dividingBy: max(stepsPerEpoch, 1))
      following.prepareStep(epoch: epochs, step: steps, stepsPerEpoch: stepsPerEpoch)
    }
  }

  public mutating func epochEnded(monitored value: Double?) {
    switch interval {
    case .epoch:
      time += 1
      if time > length { following.epochEnded(monitored: value) }
    case .step:
      if time >= length { following.epochEnded(monitored: value) }
    }
  }

  public var exportedState: [ExportedItem] {
    let warmup: [ExportedItem] = [
      ExportedItem("start_factor", .real(startFactor)),
      ExportedItem("end_factor", .real(1)),
      ExportedItem("total_iters", .integer(length)),
      ExportedItem("base_lrs", .list([.real(initialLearningRate)])),
      ExportedItem("last_epoch", .integer(min(time, length))),
    ]
    return [
      ExportedItem("_milestones", .list([.integer(length)])),
      ExportedItem("last_epoch", .integer(time)),
      ExportedItem("_last_lr", .list([.real(learningRate)])),
      ExportedItem(
        "_schedulers", .list([.dictionary(warmup), .dictionary(following.exportedState)])),
    ]
  }

  public mutating func restore(_ state: [ExportedItem]) throws(OptimizersError) {
    let restored = try state.count("last_epoch")
    guard case .list(let parts) = state["_schedulers"], parts.count == 2,
      case .dictionary(let inner) = parts[1]
    else {
      throw .invalidState(key: "_schedulers", expected: "a list of two schedulers")
    }
    try following.restore(inner)
    time = restored
  }
}
