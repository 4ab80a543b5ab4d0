import Layers

extension PredictionTask {
  /// The head that gives the task's outputs.
  public var head: HeadKind {
    switch self {
    case .classification(let classes): .classification(classes: classes.count)
    case .multilabel(let labels): .multilabel(labels: labels.count)
    case .zones(let zones, let classes, _):
      .grouped(scope: "zones", names: zones, classes: classes.count)
    }
  }
}
