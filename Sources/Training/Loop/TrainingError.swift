import Basics
import Checkpoints
import Layers

/// What can end a run before its time.
public enum TrainingError: Error, Sendable {
  /// A file could not be written or read.
  case file(FileError)
  /// The data cannot be used.
  case data(DataError)
  /// A saved model cannot be used.
  case checkpoint(path: String, CheckpointError)
  /// Weights do not fit the model.
  case weights(path: String, LayersError)
  /// A checkpoint holds no state of a run, or that of another configuration.
  case notResumable(path: String, reason: String)
  /// The optimizer's state of a checkpoint does not fit.
  case otherOptimizer(path: String, reason: String)
  /// Too many steps in a row had a loss or gradient that was not finite.
  case diverged(epoch: Int, step: Int, badSteps: Int)
  /// A metric that is asked for cannot be had.
  case metric(MetricError)
  /// Weights became infinite or undefined at the end of an epoch.
  case brokenWeights(epoch: Int)
  /// Files could not be written until the end.
  case notSaved(files: [String], reason: String)
  /// A monitored metric does not exist.
  case unknownMetric(key: String, name: String, known: [String])
}

extension TrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .data(let error): "\(error)"
    case .checkpoint(let path, let error): error.path == nil ? "\(path): \(error)" : "\(error)"
    case .weights(let path, let error): "\(path): \(error)"
    case .notResumable(let path, let reason): "\(path): cannot continue from here: \(reason)"
    case .otherOptimizer(let path, let reason):
      "\(path): its optimizer's state does not fit this optimizer and network: \(reason); fork without "
        + "--fork-optimizer to begin with a fresh one"
    case .diverged(let epoch, let step, let badSteps):
      "epoch \(epoch), step \(step): loss or gradient not finite for \(badSteps) steps in a row; "
        + "a lower learning rate or gradient_clip_val may help"
    case .metric(let error): "\(error)"
    case .brokenWeights(let epoch):
      "epoch \(epoch): there are weights that are not finite; the checkpoint of the epoch before is "
        + "kept; a lower learning rate or gradient_clip_val may help"
    case .notSaved(let files, let reason):
      "until the end \(files.joined(separator: ", ")) could not be written: \(reason)"
    case .unknownMetric(let key, let name, let known):
      "\(key) = \(name): no such metric; "
        + (Suggestion.nearest(to: name, in: known).map { "did you mean \($0)? " } ?? "")
        + "there are: \(known.joined(separator: ", "))"
    }
  }
}
