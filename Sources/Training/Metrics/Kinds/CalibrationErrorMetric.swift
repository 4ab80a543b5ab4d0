/// The expected calibration error: how far confidence is from the share of right answers, in 15 bins.
struct CalibrationErrorMetric: Metric {
  let name: String

  var contents: EpochContents { .confidences }

  func values(of predictions: EpochPredictions) -> MetricValues {
    MetricValues(name, predictions.reliability.expectedError)
  }
}
