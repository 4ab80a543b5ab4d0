import Autograd
import Basics
import Layers
import Optimizers
import TensorCore

/// Fits a model to data: epochs of steps, each followed by validation and a checkpoint.
///
/// Everything that a run knows is in its weights, its optimizer and its progress; all of them are in every checkpoint,
/// so that a run continues bit for bit wherever it ended.
public struct Trainer {
  /// What is trained.
  public let model: Model
  /// How it is trained.
  public let options: TrainingOptions
  /// The present weights.
  public internal(set) var state: ModelState

  var optimizer: Optimizer
  var schedule: any LearningRateSchedule
  var progress: TrainingProgress
  let backend: any Backend
  let loss: any TrainingLoss
  let task: PredictionTask
  let training: BatchLoader
  let validation: BatchLoader?
  let saver: RunSaver
  private let stepper: TrainingStep
  private let observe: (TrainingEvent) -> Void
  private let stopSignal: () -> Int32?

  /// Prepares a run at its beginning.
  ///
  /// - Parameters:
  ///   - setup: What is trained on what.
  ///   - options: How it is trained.
  ///   - saver: Where everything is written.
  ///   - observe: Told what happens.
  ///   - stopSignal: Asked after each step whether to end, and by which signal.
  /// - Throws: `TrainingError.unknownMetric` when a monitored metric does not exist.
  public init(
    setup: TrainingSetup, options: TrainingOptions, saver: RunSaver,
    observe: @escaping (TrainingEvent) -> Void, stopSignal: @escaping () -> Int32?
  ) throws(TrainingError) {
    model = setup.model
    state = setup.state
    backend = setup.backend
    loss = setup.loss
    task = setup.task
    training = setup.training
    validation = setup.validation
    optimizer = setup.optimizer
    schedule = setup.schedule
    self.options = options
    self.saver = saver
    stepper = TrainingStep(
      model: setup.model, loss: setup.loss, backend: setup.backend,
      clipNorm: options.gradientClipNorm, fusesOperations: options.fusesOperations)
    self.observe = observe
    self.stopSignal = stopSignal
    let metrics = setup.task.makeMetrics(options.metrics)
    let plan = try MonitorPlan(
      options: options, task: setup.task, names: metrics.values.names,
      hasValidation: setup.validation != nil)
    progress = TrainingProgress(
      current: EpochProgress(metrics: metrics), best: plan.best, earlyStopping: plan.earlyStopping)
  }

  /// The number of completed epochs.
  public var epochsTrained: Int { progress.epoch }

  /// The records of all completed epochs.
  public var history: TrainingHistory { progress.history }

  /// Trains until the last epoch, an early stop or an interruption; saves as it goes.
  public mutating func fit() throws(TrainingError) -> StopReason {
    if let reason = progress.stopReason, !reopens(reason) { return reason }
    progress.stopReason = nil
    while progress.epoch < options.epochs {
      if let signal = try runEpoch() {
        try save(interruptedBy: signal)
        return .interrupted(signal: signal)
      }
      if let reason = progress.stopReason { return reason }
    }
    return .epochsReached
  }

  /// A run that trained all its epochs goes on when it is asked for more of them.
  private func reopens(_ reason: StopReason) -> Bool {
    reason == .epochsReached && progress.epoch < options.epochs
  }

  /// One epoch, or the rest of one; gives the signal that interrupted it, if any.
  private mutating func runEpoch() throws(TrainingError) -> Int32? {
    observe(
      .epochStarted(
        epoch: progress.epoch + 1, epochs: options.epochs, steps: training.batchCount))
    if let signal = try trainEpoch() { return signal }
    let clock = Stopwatch()
    var validationValues: MetricValues?
    if let validation {
      let outcome = try validate(validation)
      guard let values = outcome.values else { return outcome.signal }
      validationValues = values
    }
    try endEpoch(validation: validationValues, validationSeconds: clock.seconds)
    return nil
  }

  private mutating func trainEpoch() throws(TrainingError) -> Int32? {
    let stream = training.batches(epoch: progress.epoch, from: progress.current.step)
    let clock = Stopwatch()
    let secondsBefore = progress.current.seconds
    while let batch = try TrainingError.wrapping({ () throws(DataError) in try stream.next() }) {
      schedule.prepareStep(
        epoch: progress.epoch, step: progress.current.step, stepsPerEpoch: training.batchCount)
      let stepLoss = try step(on: batch)
      progress.current.seconds = secondsBefore + clock.seconds
      if let stepLoss {
        try report(stepLoss)
      }
      if let signal = stopSignal() { return signal }
    }
    return nil
  }

  /// One update of the weights; gives the batch's loss, or nil when the step was left out.
  private mutating func step(on batch: Batch) throws(TrainingError) -> Double? {
    let random = RandomSource(seed: options.seed).split("step")
      .split(progress.epoch).split(progress.current.step)
    let outcome = stepper.run(
      on: batch, state: &state, optimizer: &optimizer, learningRate: schedule.learningRate,
      random: random)
    progress.current.step += 1
    switch outcome {
    case .empty:
      return nil
    case .notFinite:
      try countBadStep()
      return nil
    case .updated(let report):
      progress.badSteps = 0
      progress.globalStep += 1
      progress.current.images += batch.count
      progress.current.gradientNormSum += report.gradientNorm
      progress.current.loss.add(termSum: report.termSum, weightSum: report.weightSum)
      progress.current.metrics.add(
        logits: report.logits, labels: batch.labels, targets: batch.targets)
      return report.loss
    }
  }

  private mutating func countBadStep() throws(TrainingError) {
    progress.badSteps += 1
    observe(
      .badStep(
        epoch: progress.epoch + 1, step: progress.current.step, consecutive: progress.badSteps))
    if progress.badSteps >= options.toleratedBadSteps {
      throw .diverged(
        epoch: progress.epoch + 1, step: progress.current.step, badSteps: progress.badSteps)
    }
  }

  private mutating func report(_ stepLoss: Double) throws(TrainingError) {
    let current = progress.current
    if options.writesTables, progress.globalStep % options.loggedStepInterval == 0 {
      progress.stepTableLength = try saver.appendStep(
        step: progress.globalStep, epoch: progress.epoch + 1, loss: stepLoss,
        learningRate: schedule.learningRate)
    }
    observe(
      .stepEnded(
        TrainingEvent.StepReport(
          epoch: progress.epoch + 1, step: current.step, steps: training.batchCount,
          globalStep: progress.globalStep, loss: stepLoss,
          runningLoss: current.loss.mean ?? .nan, learningRate: schedule.learningRate,
          imagesPerSecond: Double(current.images) / max(current.seconds, 1e-9))))
  }

  private func validate(
    _ source: BatchLoader
  ) throws(TrainingError) -> (values: MetricValues?, signal: Int32?) {
    var signal: Int32?
    let evaluator = Evaluator(model: model, loss: loss, backend: backend)
    do {
      let values = try evaluator.evaluate(
        state, on: source, metrics: task.makeMetrics(options.metrics),
        progress: { step, steps in
          observe(.validationAdvanced(step: step, steps: steps))
          signal = stopSignal()
          return signal == nil || step == steps
        })
      return (values, values == nil ? signal : nil)
    } catch {
      throw .data(error)
    }
  }

  /// Takes stock of the epoch, decides what comes next, and saves.
  private mutating func endEpoch(
    validation values: MetricValues?, validationSeconds: Double
  ) throws(TrainingError) {
    let current = progress.current
    var trainingValues = MetricValues()
    trainingValues["loss"] = current.loss.mean
    let record = EpochRecord(
      epoch: progress.epoch + 1, globalStep: progress.globalStep,
      training: trainingValues.merging(current.metrics.values), validation: values,
      learningRate: schedule.learningRate, epochTime: current.seconds + validationSeconds,
      imagesPerSecond: Double(current.images) / max(current.seconds, 1e-9),
      gradientNorm: current.meanGradientNorm)
    progress.epoch += 1
    progress.history.epochs.append(record)
    progress.current = EpochProgress(metrics: task.makeMetrics(options.metrics))
    let judged = values ?? record.training
    schedule.epochEnded(monitored: judged["loss"])
    let isBest = progress.best.isBest(judged[progress.best.metric], epoch: record.epoch)
    if progress.earlyStopping.shouldStop(after: record[progress.earlyStopping.options.monitor]) {
      progress.stopReason = .noImprovement(
        monitor: progress.earlyStopping.options.monitor,
        epochs: progress.earlyStopping.options.patience)
    } else if progress.epoch == options.epochs {
      progress.stopReason = .epochsReached
    }
    try save(isBest: isBest)
    observe(
      .epochEnded(
        TrainingEvent.EpochReport(record: record, epochs: options.epochs, isBest: isBest)))
  }
}
