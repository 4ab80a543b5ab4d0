/// Raises the rate linearly over the first epochs, then hands over to another schedule, which begins then.
///
/// PyTorch's `SequentialLR` of `LinearLR` and the other.
public struct LinearWarmup: LearningRateSchedule {
  /// The number of epochs in which the rate rises.
  public let epochs: Int
  /// The share of the initial rate at which it begins.
  public let startFactor: Double
  /// What follows.
  public private(set) var following: any LearningRateSchedule
  private var completedEpochs = 0

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - epochs: At least 1.
  ///   - startFactor: Above 0, at most 1; 1 / (epochs + 1) unless given, so that the rate rises in equal steps from the
  ///     first epoch on.
  ///   - following: What follows.
  public init(epochs: Int, startFactor: Double? = nil, following: any LearningRateSchedule) {
    precondition(epochs > 0, "LinearWarmup: \(epochs) epochs")
    self.epochs = epochs
    self.startFactor = startFactor ?? 1 / Double(epochs + 1)
    self.following = following
  }

  public var initialLearningRate: Double { following.initialLearningRate }

  public var learningRate: Double {
    guard completedEpochs < epochs else { return following.learningRate }
    let share = Double(completedEpochs) / Double(epochs)
    return initialLearningRate * (startFactor + (1 - startFactor) * share)
  }

  public mutating func prepareStep(epoch: Int, step: Int, stepsPerEpoch: Int) {
    guard completedEpochs >= epochs else { return }
    following.prepareStep(epoch: epoch - epochs, step: step, stepsPerEpoch: stepsPerEpoch)
  }

  public mutating func epochEnded(monitored value: Double?) {
    completedEpochs += 1
    if completedEpochs > epochs { following.epochEnded(monitored: value) }
  }

  public var exportedState: [ExportedItem] {
    let warmup: [ExportedItem] = [
      ExportedItem("start_factor", .real(startFactor)),
      ExportedItem("end_factor", .real(1)),
      ExportedItem("total_iters", .integer(epochs)),
      ExportedItem("base_lrs", .list([.real(initialLearningRate)])),
      ExportedItem("last_epoch", .integer(min(completedEpochs, epochs))),
    ]
    return [
      ExportedItem("_milestones", .list([.integer(epochs)])),
      ExportedItem("last_epoch", .integer(completedEpochs)),
      ExportedItem("_last_lr", .list([.real(learningRate)])),
      ExportedItem(
        "_schedulers", .list([.dictionary(warmup), .dictionary(following.exportedState)])),
    ]
  }

  public mutating func restore(_ state: [ExportedItem]) throws(OptimizersError) {
    let completed = try state.count("last_epoch")
    guard case .list(let parts) = state["_schedulers"], parts.count == 2,
      case .dictionary(let inner) = parts[1]
    else {
      throw .invalidState(key: "_schedulers", expected: "a list of two schedulers")
    }
    try following.restore(inner)
    completedEpochs = completed
  }
}
