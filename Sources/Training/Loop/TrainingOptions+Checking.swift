extension TrainingOptions {
  /// Makes sure that the metrics by which training is judged exist, before anything is written.
  ///
  /// - Throws: `TrainingError.unknownMetric`.
  public func checkMonitors(task: PredictionTask, hasValidation: Bool) throws(TrainingError) {
    _ = try MonitorPlan(
      options: self, task: task, names: task.makeMetrics(metrics).values.names,
      hasValidation: hasValidation)
  }
}
