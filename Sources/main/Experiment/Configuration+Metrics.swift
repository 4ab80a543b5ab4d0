import Assembly
import Config
import Medical
import Training

extension Configuration {
  /// The metrics of a task; an error says which line asks for what cannot be.
  func metricPlan(for task: PredictionTask) throws(ConfigError) -> MetricPlan {
    let options = settings.recipe.training.metrics
    for request in options.own where request.type.isEmpty {
      throw absence(
        "Metric:\(request.name ?? "")", "type",
        "what it measures is not known (main --mode list metrics)", add: ["type = auroc"])
    }
    do {
      return try MetricPlan(options, task: task, registry: .roentgen)
    } catch {
      guard options.own.contains(where: { $0.name == error.metric }) else {
        throw rejection(of: \.recipe.training.metrics.listed, error.reason)
      }
      throw rejection("Metric:\(error.metric)", error.setting ?? "type", error.reason)
    }
  }
}
