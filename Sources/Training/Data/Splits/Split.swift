/// The three disjoint parts of a data set.
public enum Split: String, CaseIterable, Hashable, Sendable {
  /// The samples that the weights are fitted to.
  case train
  /// The samples that choose the best epoch.
  case val
  /// The samples that nothing is chosen by.
  case test
}

extension Split {
  /// Creates a split from one of its usual names: `val`, `valid`, `validation`, `dev`, ...
  public init?(spelled name: String) {
    switch name.lowercased() {
    case "train", "training": self = .train
    case "val", "valid", "validate", "validation", "dev": self = .val
    case "test", "testing": self = .test
    default: return nil
    }
  }
}
