extension TrainingOptions {
  /// Makes sure that the metrics by which training is judged exist, before anything is written.
  ///
  /// - Throws: `TrainingError.unknownMetric`.
  public func checkMonitors(metrics: MetricPlan, hasValidation: Bool) throws(TrainingError) {
    _ = try MonitorPlan(options: self, metrics: metrics, hasValidation: hasValidation)
  }
}
