import Basics
import Hyperopt

/// `best_params.json`: what a study came to.
struct BestParameters {
  let json: JSONValue

  /// Sums a study up; nil before its first complete trial.
  init?(study: Study, metric: String) {
    guard let best = study.best, let value = best.value else { return nil }
    var parameters = JSONObject()
    for parameter in best.parameters {
      parameters[parameter.name] = parameter.distribution.json(of: parameter.value)
    }
    let finished = study.trials.filter(\.state.isFinished)
    json = [
      "study_name": .string(study.name), "metric": .string(metric),
      "direction": .string(study.direction.rawValue), "best_value": .double(value),
      "best_trial": .int(best.number), "best_params": .object(parameters),
      "n_trials": .int(finished.count),
      "optimization_time": .double(finished.reduce(0) { $0 + ($1.duration ?? 0) }),
    ]
  }
}
