import Basics

/// What an epoch has gathered so far; enough to continue it at its next step.
struct EpochProgress: Sendable {
  /// Steps taken in this epoch.
  var step = 0
  /// The step after which the epoch's last validation within it was; 0 before the first.
  var checkedStep = 0
  /// Images seen in this epoch.
  var images = 0
  /// The loss over them.
  var loss = LossSum()
  /// The scores over them.
  var metrics: any EpochMetrics
  /// The sum of the steps' gradient norms.
  var gradientNormSum = 0.0
  /// The scalars that callbacks logged.
  var logged = MetricValues()
  /// Seconds spent on them, over all sessions.
  var seconds = 0.0

  /// Everything for a checkpoint within an epoch.
  var state: JSONValue {
    [
      "step": .int(step), "checked_step": .int(checkedStep), "images": .int(images),
      "loss": loss.state, "metrics": metrics.state,
      "gradient_norm_sum": .double(gradientNormSum), "logged": logged.json,
      "seconds": .double(seconds),
    ]
  }

  /// Takes over what `state` gave; false when it does not fit.
  mutating func restore(_ state: JSONValue) -> Bool {
    guard let step = state["step"]?.int, let images = state["images"]?.int,
      let loss = state["loss"].flatMap(LossSum.init(state:)),
      let seconds = state["seconds"]?.double,
      let metricState = state["metrics"], metrics.restore(metricState)
    else { return false }
    self.step = step
    checkedStep = state["checked_step"]?.int ?? 0
    self.images = images
    self.loss = loss
    self.seconds = seconds
    logged = state["logged"].flatMap(MetricValues.init(json:)) ?? MetricValues()
    gradientNormSum = state["gradient_norm_sum"]?.double ?? .nan
    return true
  }

  /// Images per second so far.
  var imagesPerSecond: Double { Double(images) / max(seconds, 1e-9) }

  /// The mean of the gradient norms; nil before the first step and when one was not finite.
  var meanGradientNorm: Double? {
    let mean = gradientNormSum / Double(step)
    return mean.isFinite ? mean : nil
  }
}
