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
  let training: BatchLoader
  let validation: BatchLoader?
  let saver: RunSaver
  /// What is measured.
  let metrics: MetricPlan
  var callbacks: CallbackList
  /// Images that could not be loaded and were reported, each once.
  var reportedFailures: Set<DataError> = []
  /// Checkpoints that could not be written, and wait for the next opportunity.
  var unsaved: [UnsavedCheckpoint] = []
  /// What could not be written the last time it was tried, by name, and why.
  var failedWrites: [String: String] = [:]
  /// The checkpoint that the session goes on from.
  var resumedCheckpoint: String?
  /// The loss and the scores of the epoch's training, once it is complete.
  private var trainingScores: MetricValues?
  private let scheduleMonitor: String
  /// The gradients of the epoch's last batch, where callbacks want to see them.
  private var shownGradients: [Tensor?] = []
  /// The moving average of the weights, where that is what is scored and saved.
  var average: WeightAverage?
  let stepper: TrainingStep
  /// Trains the head only.
  private let headStepper: TrainingStep
  private let stopSignal: () -> Int32?

  /// Prepares a run at its beginning.
  ///
  /// - Parameters:
  ///   - setup: What is trained on what.
  ///   - options: How it is trained.
  ///   - saver: Where everything is written.
  ///   - callbacks: Who takes part, in the order in which they are called; early stopping comes before them.
  ///   - stopSignal: Asked after each step whether to end, and by which signal.
  /// - Throws: `TrainingError.unknownMetric` when a monitored metric does not exist.
  public init(
    setup: TrainingSetup, options: TrainingOptions, saver: RunSaver,
    callbacks: [any Callback] = [], stopSignal: @escaping () -> Int32? = { nil }
  ) throws(TrainingError) {
    model = setup.model
    state = setup.state
    backend = setup.backend
    loss = setup.loss
    training = setup.training
    validation = setup.validation
    optimizer = setup.optimizer
    schedule = setup.schedule
    self.options = options
    self.saver = saver
    average = options.averageDecay.map { WeightAverage(decay: $0, of: setup.state) }
    (stepper, headStepper) = (
      TrainingStep(setup, model: setup.model, options: options),
      TrainingStep(setup, model: setup.model.withFrozenBackbone, options: options)
    )
    self.stopSignal = stopSignal
    do {
      metrics = try MetricPlan(options.metrics, task: setup.task, registry: setup.metricRegistry)
    } catch {
      throw .metric(error)
    }
    let plan = try MonitorPlan(
      options: options, metrics: metrics,
      hasValidation: setup.validation != nil)
    scheduleMonitor = plan.scheduleMonitor
    progress = TrainingProgress(
      current: EpochProgress(metrics: metrics.collection(for: .train)), best: plan.best)
    self.callbacks = CallbackList(plan.callbacks + callbacks)
  }

  /// The number of completed epochs.
  public var epochsTrained: Int { progress.epoch }

  /// The weights that are scored and that saved models hold: the present ones, or their moving average.
  public var scoredState: ModelState { average?.state ?? state }

  /// The present learning rate.
  var learningRate: Double {
    let isUnfrozen = options.freezeEpochs > 0 && progress.epoch >= options.freezeEpochs
    return schedule.learningRate * (isUnfrozen ? options.unfrozenRateFactor : 1)
  }

  /// The records of all completed epochs.
  public var history: TrainingHistory { progress.history }

  /// Trains until the last epoch, a stop that a callback asks for or an interruption, and ends the session.
  ///
  /// - Throws: `TrainingError`, after the callbacks were told of it.
  public mutating func fit() throws(TrainingError) -> StopReason {
    do {
      let reason = try train()
      endSession(.ended(reason, test: nil))
      return reason
    } catch {
      endSession(.failed(reason: "\(error)"))
      throw error
    }
  }

  /// Does what `fit` does, but leaves the session open, for a last evaluation: `endSession` is then up to the caller.
  public mutating func train() throws(TrainingError) -> StopReason {
    if let reason = progress.stopReason, !reopens(reason) { return reason }
    progress.stopReason = nil
    call(.trainingSessionStarted)
    if let path = resumedCheckpoint { call(.checkpointLoaded) { $0.checkpoint = path } }
    while progress.epoch < options.epochs {
      if let reason = progress.stopRequest, progress.current.step == 0 { return reason }
      if let signal = try runEpoch() {
        saveWithinEpoch()
        return .interrupted(signal: signal)
      }
      if let reason = progress.stopReason { return reason }
    }
    return .epochsReached
  }

  /// Tells the callbacks that the session is over; nothing comes after it.
  public mutating func endSession(_ ending: SessionEnding) {
    let last = progress.history.epochs.last
    call(.trainingSessionEnded) { context in
      context.epoch = max(last?.epoch ?? 0, 1)
      context.ending = ending
      context.record = last
    }
  }

  /// A run that trained all its epochs goes on when it is asked for more of them.
  private func reopens(_ reason: StopReason) -> Bool {
    reason == .epochsReached && progress.epoch < options.epochs
  }

  /// One epoch, or the rest of one; gives the signal that interrupted it, if any.
  private mutating func runEpoch() throws(TrainingError) -> Int32? {
    call(.epochStarted)
    // Nothing of the epoch is trained yet: a stop leaves it out altogether.
    if progress.stopRequest != nil, progress.current.step == 0 { return nil }
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
    call(.trainingLoopStarted)
    trainingScores = nil
    let stream = training.batches(epoch: progress.epoch, from: progress.current.step)
    // A stop that was asked for in the middle of the epoch ends its training there, even after a resume.
    while progress.stopRequest == nil || progress.current.step == 0 {
      if let signal = try checkWithinEpoch() { return signal }
      let clock = Stopwatch()
      let secondsBefore = progress.current.seconds
      let batches = try nextBatches(of: stream)
      guard !batches.isEmpty else { break }
      schedule.prepareStep(
        epoch: progress.epoch, step: progress.current.step / options.accumulatedBatches,
        stepsPerEpoch: options.updatesPerEpoch(batches: training.batchCount))
      call(.trainingBatchStarted) { $0.step += batches.count }
      let report = try step(on: batches)
      progress.current.seconds = secondsBefore + clock.seconds
      try finish(report)
      if let signal = stopSignal() { return signal }
    }
    let values = trainingValues
    trainingScores = values
    call(.trainingLoopEnded) { $0.trainingMetrics = values }
    return nil
  }

  /// Validates where that is due within the epoch; gives the signal that interrupted it, if any.
  private mutating func checkWithinEpoch() throws(TrainingError) -> Int32? {
    let step = progress.current.step
    let updates = options.updatesPerEpoch(batches: training.batchCount)
    guard let validation, let interval = options.validationInterval.interval(ofEpoch: updates),
      step > 0, step < training.batchCount, step != progress.current.checkedStep,
      (step / options.accumulatedBatches).isMultiple(of: interval)
    else { return nil }
    let outcome = try validate(validation, isWithinEpoch: true)
    guard let values = outcome.values else { return outcome.signal }
    progress.current.checkedStep = step
    progress.history.checks.append(
      ValidationCheck(
        epoch: progress.epoch + 1, globalStep: progress.globalStep, values: values))
    let isBest = progress.best.isBest(values[progress.best.metric], epoch: progress.epoch + 1)
    saveWithinEpoch(isBest: isBest)
    return nil
  }

  /// The batches of the next update, blended where that is asked for; none at the end of the epoch.
  private mutating func nextBatches(of stream: BatchStream) throws(TrainingError) -> [Batch] {
    var batches: [Batch] = []
    while batches.count < options.accumulatedBatches,
      let batch = try TrainingError.wrapping({ () throws(DataError) in try stream.next() })
    {
      report(batch.failures)
      let random = source("mixup", place: batches.count)
      batches.append(
        (batch.isTrainable ? options.mixupAlpha : nil).map {
          batch.mixed(alpha: $0, random: random, pool: backend.storagePool)
        } ?? batch)
    }
    return batches
  }

  /// What is random about one of the next update's batches.
  private func source(_ purpose: String, place: Int) -> RandomSource {
    RandomSource(seed: options.seed).split(purpose)
      .split(progress.epoch).split(progress.current.step + place)
  }

  /// One update of the weights, or a step left out.
  private mutating func step(on all: [Batch]) throws(TrainingError) -> StepReport {
    let stepper = progress.epoch < options.freezeEpochs ? headStepper : stepper
    let isLast = progress.current.step + all.count == training.batchCount
    let usable = all.indices.filter { all[$0].isTrainable }
    let batches = usable.map { all[$0] }
    let sources = usable.map { source("step", place: $0) }
    guard !batches.isEmpty else {
      progress.current.step += all.count
      return StepReport()
    }
    let outcome = stepper.run(
      on: batches, state: &state, optimizer: &optimizer, learningRate: learningRate,
      random: { sources[$0] }, keepsGradients: isLast && showsGradients)
    progress.current.step += all.count
    switch outcome {
    case .empty:
      return StepReport()
    case .notFinite:
      return StepReport(badStep: countBadStep(on: batches, random: sources, stepper))
    case .updated(let report):
      progress.badSteps = 0
      progress.globalStep += 1
      shownGradients = report.gradients
      progress.current.images += batches.reduce(0) { $0 + $1.count }
      average?.add(state, updates: progress.globalStep)
      progress.current.gradientNormSum += report.gradientNorm
      progress.current.loss.add(termSum: report.termSum, weightSum: report.weightSum)
      progress.current.metrics.add(
        logits: report.logits, labels: batches.flatMap(\.labels),
        targets: batches.flatMap(\.targets))
      return StepReport(loss: report.loss, gradientNorm: report.gradientNorm)
    }
  }

  /// Whether callbacks want to see gradients of this epoch.
  private var showsGradients: Bool {
    let interval = options.shownGradientInterval
    return interval > 0 && (progress.epoch + 1) % interval == 0
  }

  /// Writes the step down, and tells the callbacks.
  private mutating func finish(_ report: StepReport) throws(TrainingError) {
    if let loss = report.loss, options.writesTables,
      progress.globalStep % options.loggedStepInterval == 0
    {
      appendStep(loss)
    }
    call(.trainingBatchEnded) { context in
      context.batchLoss = report.loss
      context.gradientNorm = report.gradientNorm
      context.badStep = report.badStep
    }
    try checkBadSteps()
  }

  private mutating func validate(
    _ source: BatchLoader, isWithinEpoch: Bool = false
  ) throws(TrainingError) -> (values: MetricValues?, signal: Int32?) {
    var signal: Int32?
    let evaluator = Evaluator(model: model, loss: loss, backend: backend)
    let steps = source.batchCount
    call(.validationLoopStarted) { context in
      context.step = 0
      context.steps = steps
    }
    do {
      let values = try evaluator.evaluate(
        scoredState, on: source, metrics: metrics.collection(for: .val),
        failed: { report($0) },
        starting: { step in
          call(.validationBatchStarted) { context in
            context.step = step
            context.steps = steps
          }
        },
        progress: { step, steps in
          call(.validationBatchEnded) { context in
            context.step = step
            context.steps = steps
          }
          signal = stopSignal()
          return signal == nil || step == steps
        })
      guard let values else { return (nil, signal) }
      let trainingValues = trainingScores ?? trainingValues
      call(.validationLoopEnded) { context in
        context.step = steps
        context.steps = steps
        context.trainingMetrics = trainingValues
        context.validationMetrics = values
        context.isWithinEpoch = isWithinEpoch
      }
      return (values, nil)
    } catch {
      throw .data(error)
    }
  }

  /// The loss and the scores of the epoch's training so far.
  private var trainingValues: MetricValues {
    var values = MetricValues()
    values["loss"] = progress.current.loss.mean
    return values.merging(progress.current.metrics.values)
  }

  /// Takes stock of the epoch, decides what comes next, and saves.
  private mutating func endEpoch(
    validation values: MetricValues?, validationSeconds: Double
  ) throws(TrainingError) {
    let current = progress.current
    var record = EpochRecord(
      epoch: progress.epoch + 1, globalStep: progress.globalStep,
      training: trainingScores ?? trainingValues, validation: values,
      learningRate: learningRate, epochTime: current.seconds + validationSeconds,
      imagesPerSecond: current.imagesPerSecond, gradientNorm: current.meanGradientNorm)
    record.logged = current.logged
    progress.epoch += 1
    progress.history.epochs.append(record)
    progress.current = EpochProgress(metrics: metrics.collection(for: .train))
    let judged = values ?? record.training
    let isBest = progress.best.isBest(judged[progress.best.metric], epoch: record.epoch)
    let gradients = shownGradients
    shownGradients = []
    call(.epochEnded) { context in
      context.show(record, isBest: isBest, steps: current.step)
      context.gradients = gradients
    }
    schedule.epochEnded(monitored: record[scheduleMonitor])
    progress.stopReason =
      progress.stopRequest ?? (progress.epoch == options.epochs ? .epochsReached : nil)
    try checkWeights()
    save(isBest: isBest)
  }
}

/// What a step came to, for the callbacks.
private struct StepReport {
  var loss: Double?
  var gradientNorm: Double?
  var badStep: BadStep?
}
