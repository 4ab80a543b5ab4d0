import Basics
import Layers
import TensorCore

/// The scores and predictions of a model on one split, and the files they go to.
public struct SplitEvaluation: Sendable {
  /// The loss, followed by the scores.
  public let values: MetricValues
  /// Every answer beside its truth.
  public let predictions: SplitPredictions
  /// What was found out besides the scores.
  public let report: AnalysisReport
  private let options: AnalysisOptions

  /// Evaluates a state on a split.
  ///
  /// - Parameters:
  ///   - evaluator: The model with its loss.
  ///   - state: The weights.
  ///   - loader: The split's images.
  ///   - split: Its name, for the files.
  ///   - samples: All samples of the data set.
  ///   - metrics: What is measured.
  ///   - analysis: Looks at the answers.
  ///   - options: How.
  ///   - progress: Told after each batch how many are done; says whether to go on.
  /// - Returns: nil when `progress` ended it.
  public init?(
    evaluator: Evaluator, state: ModelState, loader: BatchLoader, split: Split,
    samples: [Sample], metrics: MetricPlan, analysis: any SplitAnalysis,
    options: AnalysisOptions, progress: (_ step: Int, _ steps: Int) -> Bool
  ) throws(DataError) {
    var predictions = SplitPredictions(task: metrics.task, split: split)
    let values = try evaluator.evaluate(
      state, on: loader, metrics: metrics.collection(for: split), progress: progress
    ) { batch, logits in
      predictions.add(batch, logits: logits, of: samples)
    }
    guard let values else { return nil }
    self.values = values
    self.predictions = predictions
    self.options = options
    report = analysis.report(on: predictions, options: options)
  }

  /// The files that `write` makes, without their folder.
  public static func fileNames(of split: Split) -> [String] {
    ["predictions_\(split.rawValue).csv", "metrics_\(split.rawValue).json"]
  }

  /// The metrics by name, then the sections of the report.
  public var json: JSONValue {
    var object = values.json.object ?? [:]
    for (name, section) in report.sections.pairs { object[name] = section }
    return .object(object)
  }

  /// Writes the predictions and the metrics.
  public func write(to folder: String) throws(FileError) {
    try FileSystem.createDirectory(folder)
    let names = Self.fileNames(of: split)
    let table = PredictionTable(
      predictions, temperature: options.calibration?.temperature ?? 1)
    try AtomicFile.write(table.csv, to: FilePath.join(folder, names[0]))
    try AtomicFile.write(json.text(pretty: true), to: FilePath.join(folder, names[1]))
  }

  private var split: Split { predictions.split }
}

extension Evaluator {
  /// Fits a temperature to a state's answers on a split.
  ///
  /// - Returns: The temperature, nil where none can be fitted; nil altogether when `progress` ended it.
  public func calibration(
    of state: ModelState, on loader: BatchLoader, split: Split, samples: [Sample],
    task: PredictionTask, progress: (_ step: Int, _ steps: Int) -> Bool
  ) throws(DataError) -> TemperatureScaling?? {
    var predictions = SplitPredictions(task: task, split: split)
    let values = try evaluate(
      state, on: loader, metrics: MetricCollection(task: task, metrics: []), progress: progress
    ) { batch, logits in
      predictions.add(batch, logits: logits, of: samples)
    }
    guard values != nil else { return nil }
    return .some(TemperatureScaling(fittedOn: predictions))
  }
}
