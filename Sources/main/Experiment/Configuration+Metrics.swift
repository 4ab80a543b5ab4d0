import Config
import Medical
import Training

extension Configuration {
  /// The sections `Metrics` and `Metric:NAME` as a plain struct.
  var metricOptions: MetricOptions {
    var options = MetricOptions()
    options.requests =
      texts("Metrics", "metrics").map { MetricRequest($0) }
      + sectionNames(prefix: "Metric").map(request)
    options.average = choice("Metrics", "average", default: options.average)
    let primary = text("Metrics", "primary")
    options.primary = primary.lowercased() == "auto" ? nil : primary
    options.direction = MetricOptions.Direction(rawValue: word("Metrics", "mode"))
    return options
  }

  /// The metrics of a task; an error says which line asks for what cannot be.
  func metricPlan(for task: PredictionTask) throws(ConfigError) -> MetricPlan {
    for name in sectionNames(prefix: "Metric") where optionalText("Metric:\(name)", "type") == nil {
      throw absence(
        "Metric:\(name)", "type", "what it measures is not known (main --mode list metrics)",
        add: ["type = auroc"])
    }
    do {
      return try MetricPlan(metricOptions, task: task, registry: .roentgen)
    } catch {
      let own = sectionNames(prefix: "Metric").contains { $0 == error.metric }
      if !own { throw rejection("Metrics", "metrics", error.reason) }
      throw rejection("Metric:\(error.metric)", error.setting ?? "type", error.reason)
    }
  }

  private func request(_ name: String) -> MetricRequest {
    let section = "Metric:\(name)"
    var request = MetricRequest(optionalText(section, "type") ?? "", name: name)
    switch word(section, "average") {
    case "auto": break
    case "none": request.average = MetricRequest.Average.none
    case let word: request.average = ScoreAverage(rawValue: word).map { .over($0) }
    }
    request.threshold = optionalReal(section, "threshold")
    request.label = optionalText(section, "class")
    request.k = optionalInteger(section, "k")
    request.weights = KappaMetric.Weights(rawValue: word(section, "weights"))
    request.stages = Set(texts(section, "stages").compactMap(Split.init(rawValue:)))
    request.showsProgress = boolean(section, "progress_bar")
    return request
  }
}
