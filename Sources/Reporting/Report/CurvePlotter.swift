import Basics
import Plotting
import Training

/// Draws the training curves every few epochs and when training ends.
public struct CurvePlotter: Callback {
  /// What warnings and checkpoints call it.
  public let name = "plots"
  private let interval: Int
  private let metric: String
  private let direction: MetricOptions.Direction

  /// Creates a plotter.
  ///
  /// - Parameters:
  ///   - interval: epochs between drawings; 0: only at the end.
  ///   - metric: the metric that decides what is best.
  ///   - direction: which way it is better.
  public init(interval: Int, metric: String, direction: MetricOptions.Direction) {
    self.interval = interval
    self.metric = metric
    self.direction = direction
  }

  public mutating func epochEnded(_ context: inout CallbackContext) throws {
    // The last epoch's drawing comes at the session's end.
    guard interval > 0, context.epoch.isMultiple(of: interval), context.epoch < context.epochs
    else { return }
    try draw(context)
  }

  public mutating func trainingSessionEnded(_ context: inout CallbackContext) throws {
    try draw(context)
  }

  private func draw(_ context: CallbackContext) throws {
    let history = context.history
    guard !history.epochs.isEmpty else { return }
    let isValidated = history.epochs.contains { $0.validation != nil }
    let values = history.epochs.compactMap { record in
      (isValidated ? record.validation : record.training)?[metric].map { (record.epoch, $0) }
    }
    var best: (epoch: Int, value: Double)?
    for (epoch, value) in values {
      guard let known = best else {
        best = (epoch, value)
        continue
      }
      if direction.isBetter(value, than: known.value) { best = (epoch, value) }
    }
    let figure = TrainingCurves.figure(
      context.runName, training: history.trainingJSON, validation: history.validationJSON,
      metric: metric, bestEpoch: best?.epoch)
    try AtomicFile.write(
      figure.png(), to: FilePath.join(context.folders.logs, TrainingCurves.fileName))
  }
}
