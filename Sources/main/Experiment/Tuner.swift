import Assembly
import Basics
import Config
import Imaging
import Layers
import Optimizers
import Plotting
import TensorCore
import Training

/// Finds the batch size and the learning rate of a run before it begins, as `[Tuning]` says.
struct Tuner {
  let console: Console

  /// A file of results that belongs to the run.
  struct File {
    /// Its name below the folder of logs.
    let name: String
    let content: [UInt8]
  }

  /// Looks for what is asked for, and lets the experiment go on with what was found.
  ///
  /// - Parameter state: The weights that training begins with; they stay as they are.
  /// - Returns: What was seen, to be kept with the run.
  func tune(_ experiment: inout Experiment, state: ModelState) throws -> [File] {
    let options = experiment.configuration.tuningOptions
    // A few batches tried out tell nothing of either.
    guard experiment.configuration.triedBatches == nil else { return [] }
    var files: [File] = []
    if options.findsBatchSize {
      files.append(try findBatchSize(&experiment, state, options))
    }
    if options.findsLearningRate {
      files += try findLearningRate(&experiment, state, options)
    }
    return files
  }

  private func findBatchSize(
    _ experiment: inout Experiment, _ state: ModelState, _ options: TuningOptions
  ) throws -> File {
    let budget = options.memoryBudgetMiB.map { $0 << 20 } ?? experiment.memoryForSteps
    let finder = BatchSizeFinder(
      options: options.batchSize, budget: budget, limit: experiment.splits.train.count)
    let pool = experiment.backend.storagePool
    let report = try finder.run { (size) throws in
      var steps = try makeSteps(experiment, state, batchSize: size)
      pool.restartPeak()
      let before = pool.statistics.bytesInUse
      for step in 0..<options.batchSize.stepsPerTrial {
        _ = try steps.take(
          learningRate: experiment.optimization.learningRate, step: step)
      }
      let bytes = pool.statistics.peakBytesInUse - before
      console.note("batches of \(size): \(NumberText.bytes(bytes)) of \(NumberText.bytes(budget))")
      return bytes
    }
    if let size = report.best {
      console.note("auto_batch_size: training goes on with batches of \(size)")
      try experiment.adopt { recipe in
        recipe.training.batchSize = size
        recipe.tuning.findsBatchSize = false
      }
    } else {
      console.warn(
        "auto_batch_size: not even one image fits into \(NumberText.bytes(budget)); training goes "
          + "on with batch_size \(experiment.training.batchSize)")
      try experiment.adopt { $0.tuning.findsBatchSize = false }
    }
    return File(
      name: "batch_size_finder.json", content: Array(report.json.text(pretty: true).utf8))
  }

  private func findLearningRate(
    _ experiment: inout Experiment, _ state: ModelState, _ options: TuningOptions
  ) throws -> [File] {
    var steps = try makeSteps(experiment, state, batchSize: experiment.training.batchSize)
    let report = try LearningRateFinder(options: options.learningRate).run { (step, rate) throws in
      try steps.take(learningRate: rate, step: step)
    }
    if let rate = report.suggestion {
      console.note(
        "auto_lr: training goes on with a learning rate of \(NumberText.significant(rate))")
    } else {
      console.warn(
        "auto_lr: the loss falls nowhere within \(report.points.count) steps; training goes on with "
          + "learning_rate "
          + NumberText.significant(experiment.optimization.learningRate))
    }
    try experiment.adopt { recipe in
      recipe.tuning.findsLearningRate = false
      if let rate = report.suggestion { recipe.optimization.learningRate = rate }
    }
    let figure = report.figure(growth: options.learningRate.growth)
    return [
      File(name: "lr_finder.json", content: Array(report.json.text(pretty: true).utf8)),
      File(name: "lr_finder.png", content: try figure.png()),
    ]
  }

  private func makeSteps(
    _ experiment: Experiment, _ state: ModelState, batchSize: Int
  ) throws -> TrialSteps {
    guard let loader = experiment.loader(of: .train, batchSize: batchSize) else {
      throw DataError(.empty(reason: "there is no sample to train on"))
    }
    let stepper = TrainingStep(
      model: experiment.model, loss: experiment.makeLoss(), backend: experiment.backend,
      clipNorm: experiment.training.gradientClipNorm, execution: experiment.training.execution)
    return TrialSteps(
      stepper: stepper, state: state,
      optimizer: experiment.optimization.makeOptimizer(for: experiment.model),
      loader: loader, seed: experiment.training.seed)
  }
}

extension Experiment {
  /// Goes on with other values of keys that neither data nor model depend on.
  mutating func adopt(_ change: (inout Recipe) -> Void) throws(ConfigError) {
    configuration = try configuration.changing(.option("tuning")) { change(&$0.recipe) }
    training = configuration.trainingOptions
  }

  /// Bytes that training steps may take: four fifths of what is left beside the images that are kept.
  var memoryForSteps: Int {
    let preprocessing = store.preprocessing
    let image = preprocessing.size * preprocessing.size * preprocessing.channels
    let kept = min(data.cacheLimit(), dataset.samples.count * image)
    return (AvailableMemory().byteCount - kept) / 5 * 4
  }
}
