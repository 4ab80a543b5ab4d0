import Basics
import Imaging
import Layers
import Plotting
import TensorCore
import Training

/// Writes what TensorBoard shows of a run: scalars, pictures, distributions, settings.
///
/// Tags are the names that metrics have where splits meet (`train_loss`, `val_f1_macro`, `test_accuracy`), an epoch's
/// numbers and what callbacks logged under their own names; `step/loss` and `step/learning_rate` follow single steps.
/// The step of everything is the number of updates of the weights. A continued run has a file for each session, whose
/// beginning tells readers to forget what was written after the checkpoint.
public struct TensorBoardReporter: Callback {
  /// What is written.
  public struct Options: Sendable {
    /// Every how many updates the loss of a batch is written, at least 1.
    public var stepInterval = 10
    /// Every how many epochs distributions of weights and gradients are written; 0: never.
    public var histogramInterval = 0
    /// The settings of the run.
    public var settings = RunSettings()
    /// Those settings that runs are compared by.
    public var hyperparameters = RunSettings()
    /// Tags of the scalars that runs are compared by.
    public var comparedMetrics: [String] = []

    /// Creates the defaults.
    public init() {}
  }

  /// A picture for the beginning of a run.
  public struct Picture: Sendable {
    /// The tag.
    public var tag: String
    /// The PNG file.
    public var png: [UInt8]
    /// Its width in pixels.
    public var width: Int
    /// Its height in pixels.
    public var height: Int

    /// Creates a picture.
    public init(tag: String, png: [UInt8], width: Int, height: Int) {
      self.tag = tag
      self.png = png
      self.width = width
      self.height = height
    }
  }

  private let file: EventFile
  private let options: Options
  private let now: () -> Double
  private let pictures: () throws -> [Picture]

  /// Creates the session's file.
  ///
  /// - Parameters:
  ///   - path: The file; `EventFile.nextName` gives its name.
  ///   - options: What is written.
  ///   - now: The seconds since 1970.
  ///   - pictures: Makes what is shown of the data at the beginning of a run.
  public init(
    path: String, options: Options, now: @escaping () -> Double,
    pictures: @escaping () throws -> [Picture] = { [] }
  ) throws(FileError) {
    file = try EventFile(path: path, now: now)
    self.options = options
    self.now = now
    self.pictures = pictures
  }

  public var name: String { "TensorBoard" }

  public func trainingSessionStarted(_ context: inout CallbackContext) throws {
    guard context.globalStep == 0 else {
      return try file.forget(fromStep: context.globalStep + 1)
    }
    try file.forget(fromStep: 0)
    try file.write(
      [
        .text("configuration", options.settings.markdown),
        .experiment(options.hyperparameters, metrics: options.comparedMetrics),
        .sessionStart(options.hyperparameters, seconds: now()),
      ], step: 0)
    try file.write(
      pictures().map { .image($0.tag, png: $0.png, width: $0.width, height: $0.height) }, step: 0)
  }

  public func trainingBatchEnded(_ context: inout CallbackContext) throws {
    guard let loss = context.batchLoss, context.globalStep % options.stepInterval == 0 else {
      return
    }
    try file.write(
      [.scalar("step/loss", loss), .scalar("step/learning_rate", context.learningRate)],
      step: context.globalStep)
  }

  public func validationLoopEnded(_ context: inout CallbackContext) throws {
    guard context.isWithinEpoch, let values = context.validationMetrics else { return }
    try file.write(
      values.prefixed("val_").entries.compactMap { entry in
        entry.value.map { .scalar(entry.name, $0) }
      }, step: context.globalStep)
  }

  public func epochEnded(_ context: inout CallbackContext) throws {
    guard let record = context.record else { return }
    try file.write(
      record.scalars(logged: context.logged).map { .scalar($0.name, $0.value) },
      step: context.globalStep)
    guard options.histogramInterval > 0, record.epoch % options.histogramInterval == 0 else {
      return
    }
    try file.write(histograms(context), step: context.globalStep)
  }

  public func trainingSessionEnded(_ context: inout CallbackContext) throws {
    switch context.ending {
    case .ended(.interrupted, _), nil:
      // It goes on in another session.
      return
    case .ended(_, let test):
      let scores = test?.prefixed("test_").entries ?? []
      try file.write(
        scores.compactMap { entry in entry.value.map { .scalar(entry.name, $0) } }
          + [.sessionEnd(succeeded: true, seconds: now())], step: context.globalStep)
      if test != nil { try file.write(confusions(context), step: context.globalStep) }
    case .failed:
      try file.write([.sessionEnd(succeeded: false, seconds: now())], step: context.globalStep)
    }
  }

  /// The confusion matrices of the test split, as the report draws them.
  private func confusions(_ context: CallbackContext) throws -> [SummaryValue] {
    let table = FilePath.join(context.folders.logs, SplitEvaluation.fileNames(of: .test)[0])
    guard FileSystem.isFile(table) else { return [] }
    let evaluation = RunAccount.Evaluation(
      split: .test, rows: try PredictionRows(contentsOf: table), metrics: .null)
    return try SplitFigures(evaluation: evaluation).confusions.map { figure in
      let image = figure.figure.drawing.image(scale: 1)
      return .image(
        figure.name, png: try ImageCodec.encodePNG(image, compression: 3), width: image.width,
        height: image.height)
    }
  }

  /// Each parameter's weights, and the gradients of the last batch where they are known.
  private func histograms(_ context: CallbackContext) -> [SummaryValue] {
    guard let model = context.model, let weights = context.weights else { return [] }
    let names = model.layout.parameters.map(\.name)
    let groups: [(String, [Tensor?])] = [
      ("weights", weights.parameters), ("gradients", context.gradients),
    ]
    return groups.flatMap { group, tensors in
      zip(names, tensors).compactMap { name, tensor in
        tensor.flatMap { Histogram(of: $0.scalars) }.map { .histogram("\(group)/\(name)", $0) }
      }
    }
  }
}
