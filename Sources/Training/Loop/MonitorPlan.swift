/// Which metrics decide what is best and when to stop; checked before the first epoch.
struct MonitorPlan {
  let best: BestTracker
  /// What early stopping takes part with; none when it is off.
  let callbacks: [any Callback]
  /// What the learning rate's schedule watches, with its split.
  let scheduleMonitor: String

  /// - Parameter hasValidation: Without a validation split, training values are judged instead.
  init(
    options: TrainingOptions, metrics: MetricPlan, hasValidation: Bool
  ) throws(TrainingError) {
    let known = metrics.names(in: hasValidation ? .val : .train)
    let primary = options.metrics.primary ?? Self.defaultPrimary(metrics.task, known)
    guard known.contains(primary) else {
      throw .unknownMetric(key: "primary", name: primary, known: known)
    }
    best = BestTracker(
      metric: primary, direction: options.metrics.direction ?? metrics.direction(of: primary))

    var stopping = options.earlyStopping
    let splits: [Split] = hasValidation ? [.val, .train] : [.train]
    let monitors = splits.flatMap { split in
      metrics.names(in: split).map { "\(split.rawValue)_\($0)" }
    }
    let usual = EarlyStopping.Options().monitor
    if !hasValidation, stopping.monitor == usual { stopping.monitor = "train_loss" }
    guard stopping.patience == 0 || monitors.contains(stopping.monitor) else {
      throw .unknownMetric(
        key: "early_stopping_monitor", name: stopping.monitor, known: monitors)
    }
    var watched = options.scheduleMonitor ?? usual
    if !hasValidation, watched == usual { watched = "train_loss" }
    guard options.scheduleMonitor == nil || monitors.contains(watched) else {
      throw .unknownMetric(key: "plateau_monitor", name: watched, known: monitors)
    }
    scheduleMonitor = watched
    stopping.direction = stopping.direction ?? metrics.direction(of: stopping.monitor)
    callbacks = stopping.patience == 0 ? [] : [EarlyStopping(options: stopping)]
  }

  /// The task's own choice, or the loss when the user left its family out.
  private static func defaultPrimary(_ task: PredictionTask, _ known: [String]) -> String {
    known.contains(task.defaultPrimaryMetric) ? task.defaultPrimaryMetric : "loss"
  }
}
