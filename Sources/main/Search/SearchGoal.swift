import Basics
import Config
import Hyperopt
import Training

/// What a search wants the best of.
struct SearchGoal {
  /// The metric without its split.
  let metric: String
  /// Its name in the events of a training.
  let monitored: String
  let direction: StudyDirection

  /// - Throws: when there is no such metric.
  init(
    _ options: StudyOptions, section: String = "Hyperopt", experiment: Experiment
  ) throws(ConfigError) {
    let training = experiment.training
    let primary = training.metrics.primary ?? experiment.task.defaultPrimaryMetric
    // People may write the name with the split that is meant anyway.
    let wanted = options.metric.map { $0.hasPrefix("val_") ? String($0.dropFirst(4)) : $0 }
    metric = wanted ?? primary
    let known = experiment.metrics.names(in: experiment.splits.val.isEmpty ? .train : .val)
    guard known.contains(metric) else {
      let nearest = Suggestion.nearest(to: metric, in: known).map { "; did you mean \($0)?" } ?? ""
      throw experiment.configuration.rejection(
        section, "metric", "there is no such metric\(nearest)")
    }
    monitored = (experiment.splits.val.isEmpty ? "train_" : "val_") + metric
    let usual = experiment.metrics.direction(of: metric)
    let asked = metric == primary ? training.metrics.direction ?? usual : usual
    direction = options.direction ?? (asked == .minimize ? .minimize : .maximize)
  }
}
