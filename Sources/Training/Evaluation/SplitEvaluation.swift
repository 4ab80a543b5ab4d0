import Basics
import Layers
import TensorCore

/// The scores and predictions of a model on one split, and the files they go to.
public struct SplitEvaluation: Sendable {
  /// The loss, followed by the scores.
  public let values: MetricValues
  private let table: PredictionTable
  private let split: Split

  /// Evaluates a state on a split.
  ///
  /// - Parameters:
  ///   - evaluator: The model with its loss.
  ///   - state: The weights.
  ///   - loader: The split's images.
  ///   - split: Its name, for the files.
  ///   - samples: All samples of the data set.
  ///   - task: What is predicted.
  ///   - metrics: What is measured.
  ///   - progress: Told after each batch how many are done; says whether to go on.
  /// - Returns: nil when `progress` ended it.
  public init?(
    evaluator: Evaluator, state: ModelState, loader: BatchLoader, split: Split,
    samples: [Sample], task: PredictionTask, metrics: MetricPlan,
    progress: (_ step: Int, _ steps: Int) -> Bool
  ) throws(DataError) {
    var table = PredictionTable(task: task)
    let values = try evaluator.evaluate(
      state, on: loader, metrics: metrics.collection(for: split), progress: progress
    ) { batch, logits in
      table.add(batch, logits: logits, samples: samples)
    }
    guard let values else { return nil }
    self.values = values
    self.table = table
    self.split = split
  }

  /// The files that `write` makes, without their folder.
  public static func fileNames(of split: Split) -> [String] {
    ["predictions_\(split.rawValue).csv", "metrics_\(split.rawValue).json"]
  }

  /// Writes the predictions and the metrics.
  public func write(to folder: String) throws(FileError) {
    try FileSystem.createDirectory(folder)
    let names = Self.fileNames(of: split)
    try AtomicFile.write(table.csv, to: FilePath.join(folder, names[0]))
    try AtomicFile.write(
      values.json.text(pretty: true), to: FilePath.join(folder, names[1]))
  }
}
