import Basics

extension MetricOptions {
  /// The keys of `[Metrics]`.
  public static let keys: [Key<MetricOptions>] = [
    Key(
      "Metrics", "metrics", \.listed, .list(of: .text),
      "what is reported besides the loss (main --mode list metrics)",
      read: { .list($0.map { .text($0.type) }) },
      write: { [String](configValue: $0)?.map { MetricRequest($0) } }),
    Key(
      "Metrics", "average", \.average,
      .choice(ScoreAverage.allCases.map { ChoiceOption($0.rawValue) }),
      "how precision and recall are averaged over classes"),
    Key(
      "Metrics", "primary", \.primary, .text,
      "the metric that says what is best; auto: f1_macro with zones, else accuracy",
      read: { .text($0 ?? "auto") },
      write: { text in String(configValue: text).map { $0.lowercased() == "auto" ? nil : $0 } }),
    Key(
      "Metrics", "mode", \.direction, none: "auto", .words("min", "max"),
      "whether a lower or a higher primary metric is better; auto: what it measures says"),
    Key(
      "Metrics", "bootstrap_samples", \.bootstrapDraws, .integer(0...1_000_000),
      "draws from which evaluation's 95 % intervals come, whole groups at a time; 0: none"),
    Key(
      "Metrics", "calibration", \.calibrates, .words("temperature", "none"),
      "fit a temperature on validation, so that probabilities say how often they are right",
      read: { .word($0 ? "temperature" : "none") }, write: { $0 == .word("temperature") }),
  ]
}

extension MetricRequest {
  /// The keys of `[Metric:NAME]`.
  public static let keys: [Key<MetricRequest>] = [
    Key(
      "Metric:NAME", "type", \.type, .text, "what NAME measures (main --mode list metrics)",
      read: { $0.isEmpty ? nil : .text($0) }, write: { $0 == nil ? "" : String(configValue: $0) }),
    Key(
      "Metric:NAME", "average", \.average, none: "auto",
      .words("macro", "micro", "weighted", "none"),
      "how classes are averaged; none: NAME_class_K for each; auto: macro"),
    Key(
      "Metric:NAME", "threshold", \.threshold, none: "auto", .real(.open(0, 1)),
      "above which probability a label or class counts as predicted; auto: the likeliest"),
    Key(
      "Metric:NAME", "class", \.label, none: "all", .text, "score this class only, by name or index"
    ),
    Key(
      "Metric:NAME", "k", \.k, none: "auto", .integer(atLeast: 1),
      "how many of the most probable classes topK_accuracy looks at; auto: 5"),
    Key(
      "Metric:NAME", "weights", \.weights, none: "auto", .words("none", "linear", "quadratic"),
      "what the errors of cohen_kappa weigh; auto: none"),
    Key(
      "Metric:NAME", "stages", \.stages, .list(of: .words("train", "val", "test"), count: 1...3),
      "the splits on which it is computed",
      read: { stages in .list(Split.allCases.filter(stages.contains).map { .word($0.rawValue) }) },
      write: { [String](configValue: $0).map { Set($0.compactMap(Split.init(rawValue:))) } }),
    Key("Metric:NAME", "progress_bar", \.showsProgress, .boolean, "show it after each epoch"),
  ]
}

extension MetricOptions.Direction: KeyConvertible {}
extension ScoreAverage: KeyConvertible {}
extension KappaMetric.Weights: KeyConvertible {}

extension MetricRequest.Average: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    guard case .word(let word) = configValue else { return nil }
    guard let average = ScoreAverage(rawValue: word) else {
      self = .none
      return
    }
    self = .over(average)
  }

  public var configValue: ConfigValue? {
    switch self {
    case .over(let average): average.configValue
    case .none: .word("none")
    }
  }
}
