/// The three disjoint parts of a data set.
public enum Split: String, CaseIterable, Hashable, Sendable {
  /// The samples that the weights are fitted to.
  case train
  /// The samples that choose the best epoch.
  case val
  /// The samples that nothing is chosen by.
  case test
}
