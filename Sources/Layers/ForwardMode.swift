/// What a forward pass is for.
public enum ForwardMode: Hashable, Sendable {
  /// Dropout is active; batch norms use the batch's statistics.
  case training
  /// Nothing is random; batch norms use running statistics.
  case evaluation
}
