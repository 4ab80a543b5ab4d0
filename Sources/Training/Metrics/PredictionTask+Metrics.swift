extension PredictionTask {
  /// The metric that says what is best unless the user names another.
  public var defaultPrimaryMetric: String {
    switch self {
    case .zones: "f1_macro"
    case .classification, .multilabel: "accuracy"
    }
  }
}

extension EpochRecord {
  /// A metric by its name with the split in front, `val_loss`, `train_accuracy`, or a logged scalar.
  public subscript(name: String) -> Double? {
    if name.hasPrefix("val_") { return validation?[String(name.dropFirst(4))] }
    if name.hasPrefix("train_") { return training[String(name.dropFirst(6))] }
    return logged[name]
  }
}
