/// One entry of a list of random changes, as a configuration names it.
public struct AugmentationItem: Hashable, Sendable {
  /// The name of a preset or a transform.
  public var name: String
  /// Its settings; those left out have their defaults.
  public var arguments: [Double]

  /// Creates an entry.
  public init(_ name: String, _ arguments: [Double] = []) {
    self.name = name
    self.arguments = arguments
  }

  /// The entry as a configuration has it: `rotate(10.0)`.
  public var text: String {
    arguments.isEmpty ? name : "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
  }
}
