/// A learning rate that depends on time alone.
public protocol LearningRateCurve: Sendable {
  /// What time customarily counts.
  var interval: ScheduleInterval { get }

  /// The rate at a time.
  ///
  /// - Parameters:
  ///   - time: Completed epochs or steps, at least 0.
  ///   - initialRate: The rate that the schedule was made with.
  func learningRate(at time: Int, initialRate: Double) -> Double

  /// PyTorch's keys of this curve's settings, and what follows from the time.
  func exportedSettings(at time: Int) -> [ExportedItem]
}

extension LearningRateCurve {
  public var interval: ScheduleInterval { .epoch }
}

/// What a curve's time counts.
public enum ScheduleInterval: String, Hashable, Sendable, CaseIterable {
  /// Completed epochs.
  case epoch
  /// Completed optimizer steps.
  case step
}
