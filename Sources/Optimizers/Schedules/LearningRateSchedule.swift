/// How the learning rate changes; a value that can be stored and restored.
///
/// Time counts in epochs: a schedule is told when one has ended. One that changes within an epoch reads the step.
public protocol LearningRateSchedule: Sendable {
  /// The rate that the schedule was made with.
  var initialLearningRate: Double { get }

  /// The rate of the next step.
  var learningRate: Double { get }

  /// Prepares the rate of one step.
  ///
  /// - Parameters:
  ///   - epoch: The number of completed epochs.
  ///   - step: The number of completed steps of this epoch.
  ///   - stepsPerEpoch: The number of steps of an epoch.
  mutating func prepareStep(epoch: Int, step: Int, stepsPerEpoch: Int)

  /// Takes note of the end of an epoch.
  ///
  /// - Parameter value: What a schedule that watches progress watches; nil when there is no value.
  mutating func epochEnded(monitored value: Double?)

  /// The state under the keys of PyTorch's scheduler of the same rule.
  var exportedState: [ExportedItem] { get }

  /// Continues from a stored state.
  ///
  /// - Throws: `OptimizersError.invalidState`. Nothing has changed then.
  mutating func restore(_ state: [ExportedItem]) throws(OptimizersError)
}
