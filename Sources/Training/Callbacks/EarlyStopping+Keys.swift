import Basics

extension EarlyStopping.Options {
  /// The keys of `[Callbacks]` that say when training ends early.
  public static let keys: [Key<EarlyStopping.Options>] = [
    Key(
      "Callbacks", "early_stopping_patience", \.patience, .integer(atLeast: 0),
      "epochs without improvement after which training ends; 0: off", whileResuming: .free),
    Key(
      "Callbacks", "early_stopping_min_delta", \.minDelta, .real(.atLeast(0)),
      "by how much the monitored value must be better to count", whileResuming: .free),
    Key(
      "Callbacks", "early_stopping_monitor", \.monitor, .text,
      "the monitored metric, with its split"),
    Key(
      "Callbacks", "early_stopping_mode", \.direction, none: "auto", .words("min", "max"),
      "whether a lower or a higher monitored value is better; auto: what it measures says"),
    Key(
      "Callbacks", "early_stopping_strategy", \.strategy,
      .choice(EarlyStopping.Strategy.allCases.map { ChoiceOption($0.rawValue) }),
      "patience: no improvement on the best; plateau: the value hardly changes any more"),
    Key(
      "Callbacks", "early_stopping_min_epochs", \.minEpochs, .integer(atLeast: 0),
      "epochs that are trained whatever the monitored value does", whileResuming: .free),
    Key(
      "Callbacks", "early_stopping_baseline", \.baseline, none: "none", .real,
      "a value that the first improvement must beat already"),
    Key(
      "Callbacks", "plateau_patience", \.plateauPatience, .integer(atLeast: 1),
      "strategy plateau: epochs in a row that hardly change the value", whileResuming: .free),
    Key(
      "Callbacks", "plateau_threshold", \.plateauThreshold, .real(.above(0)),
      "strategy plateau: a change below this is hardly one", whileResuming: .free),
  ]
}

extension EarlyStopping.Strategy: KeyConvertible {}
