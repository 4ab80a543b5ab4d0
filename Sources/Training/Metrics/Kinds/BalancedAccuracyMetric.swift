/// The mean recall over the classes that occur in the truth: as good as guessing is 1 over their number.
struct BalancedAccuracyMetric: Metric {
  let name: String

  var zoneRule: ZoneRule { .mean }

  func values(of predictions: EpochPredictions) -> MetricValues {
    let classes = predictions.classes.map(\.counts).filter { $0.support > 0 }
    return MetricValues(name, ScoreAverage.macro.average(\.recall, over: classes))
  }
}
