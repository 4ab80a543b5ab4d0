import Basics

extension EarlyStopping {
  /// The keys of `[Callbacks]` that say when training ends early.
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_patience", kind: .integer(atLeast: 0),
      default: "10", summary: "epochs without improvement after which training ends; 0: off"),
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_min_delta", kind: .real(.atLeast(0)),
      default: "0.001", summary: "by how much the monitored value must be better to count"),
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_monitor", kind: .text, default: "val_loss",
      summary: "the monitored metric, with its split"),
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_mode", kind: .words("auto", "min", "max"),
      default: "auto",
      summary: "whether a lower or a higher monitored value is better; auto: what it measures says"),
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_strategy",
      kind: .choice(Strategy.allCases.map { ChoiceOption($0.rawValue) }), default: "patience",
      summary: "patience: no improvement on the best; plateau: the value hardly changes any more"),
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_min_epochs", kind: .integer(atLeast: 0),
      default: "0", summary: "epochs that are trained whatever the monitored value does"),
    DeclaredKey(
      section: "Callbacks", name: "early_stopping_baseline", kind: .word("none", or: .real),
      default: "none", summary: "a value that the first improvement must beat already"),
    DeclaredKey(
      section: "Callbacks", name: "plateau_patience", kind: .integer(atLeast: 1), default: "10",
      summary: "strategy plateau: epochs in a row that hardly change the value"),
    DeclaredKey(
      section: "Callbacks", name: "plateau_threshold", kind: .real(.above(0)), default: "0.0001",
      summary: "strategy plateau: a change below this is hardly one"),
  ]
}
