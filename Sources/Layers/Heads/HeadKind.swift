/// Which head a model gets; plain data.
public enum HeadKind: Hashable, Sendable {
  /// One label of several: logits (batch, classes).
  case classification(classes: Int)
  /// Any number of labels at once: logits (batch, labels), for a binary loss on each.
  case multilabel(labels: Int)
  /// One label of several for each of several groups: logits (batch, groups, classes).
  ///
  /// The classifiers are called `scope.NAME`.
  case grouped(scope: String, names: [String], classes: Int)
}
