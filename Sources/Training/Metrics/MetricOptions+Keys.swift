import Basics

extension MetricOptions {
  /// The keys of `[Metrics]` and of `[Metric:NAME]`.
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Metrics", name: "metrics", kind: .list(of: .text),
      default: "accuracy, precision, recall, f1",
      summary: "what is reported besides the loss (main --mode list metrics)"),
    DeclaredKey(
      section: "Metrics", name: "average",
      kind: .choice(ScoreAverage.allCases.map { ChoiceOption($0.rawValue) }), default: "macro",
      summary: "how precision and recall are averaged over classes"),
    DeclaredKey(
      section: "Metrics", name: "primary", kind: .text, default: "auto",
      summary: "the metric that says what is best; auto: f1_macro with zones, else accuracy"),
    DeclaredKey(
      section: "Metrics", name: "mode", kind: .words("auto", "min", "max"), default: "auto",
      summary: "whether a lower or a higher primary metric is better; auto: what it measures says"),
    DeclaredKey(
      section: "Metrics", name: "bootstrap_samples", kind: .integer(0...1_000_000),
      default: "2000",
      summary: "draws from which evaluation's 95 % intervals come, whole groups at a time; 0: none"),
    DeclaredKey(
      section: "Metrics", name: "calibration", kind: .words("temperature", "none"),
      default: "temperature",
      summary: "fit a temperature on validation, so that probabilities say how often they are right"
    ),
    DeclaredKey(
      section: "Metric:NAME", name: "type", kind: .text,
      summary: "what NAME measures (main --mode list metrics)"),
    DeclaredKey(
      section: "Metric:NAME", name: "average",
      kind: .choice(
        ["auto", "macro", "micro", "weighted", "none"].map { ChoiceOption($0) }),
      default: "auto",
      summary: "how classes are averaged; none: NAME_class_K for each; auto: macro"),
    DeclaredKey(
      section: "Metric:NAME", name: "threshold", kind: .word("auto", or: .real(.open(0, 1))),
      default: "auto",
      summary: "above which probability a label or class counts as predicted; auto: the likeliest"),
    DeclaredKey(
      section: "Metric:NAME", name: "class", kind: .word("all", or: .text), default: "all",
      summary: "score this class only, by name or index"),
    DeclaredKey(
      section: "Metric:NAME", name: "k", kind: .word("auto", or: .integer(atLeast: 1)),
      default: "auto",
      summary: "how many of the most probable classes topK_accuracy looks at; auto: 5"),
    DeclaredKey(
      section: "Metric:NAME", name: "weights",
      kind: .choice(["auto", "none", "linear", "quadratic"].map { ChoiceOption($0) }),
      default: "auto", summary: "what the errors of cohen_kappa weigh; auto: none"),
    DeclaredKey(
      section: "Metric:NAME", name: "stages",
      kind: .list(of: .words("train", "val", "test"), count: 1...3), default: "train, val, test",
      summary: "the splits on which it is computed"),
    DeclaredKey(
      section: "Metric:NAME", name: "progress_bar", kind: .boolean, default: "false",
      summary: "show it after each epoch"),
  ]
}
