/// What became of named values that were loaded into a model.
public struct StateLoadReport: Equatable, Sendable {
  /// Two extents that should be equal.
  public struct Mismatch: Equatable, Sendable {
    /// The name of the value.
    public let name: String
    /// PyTorch's extents in the model.
    public let expected: [Int]
    /// The extents found.
    public let found: [Int]
  }

  /// Names whose values were taken.
  public internal(set) var loaded: [String] = []
  /// Names of the model that nothing was given for.
  public internal(set) var missing: [String] = []
  /// Names given that the model does not have.
  public internal(set) var unexpected: [String] = []
  /// Names whose extents differ.
  public internal(set) var mismatched: [Mismatch] = []

  /// Whether every value of the model was given and every value given belongs to it.
  public var isComplete: Bool { missing.isEmpty && unexpected.isEmpty && mismatched.isEmpty }
}

extension StateLoadReport: CustomStringConvertible {
  public var description: String {
    func list(_ label: String, _ names: [String]) -> String? {
      guard let first = names.first else { return nil }
      return "\(names.count) \(label) (\(first)\(names.count > 1 ? ", ..." : ""))"
    }
    let shapes = mismatched.map { "\($0.name): expected \($0.expected), found \($0.found)" }
    let parts = [
      list("missing", missing), list("unexpected", unexpected),
      list("of another shape", shapes),
    ].compactMap(\.self)
    return parts.isEmpty ? "\(loaded.count) values loaded" : parts.joined(separator: ", ")
  }
}
