/// Everything that is wrong with a configuration, found in one go.
public struct ConfigError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problems, at least one.
  public var problems: [ConfigProblem]

  /// Creates an error from its problems.
  public init(_ problems: [ConfigProblem]) { self.problems = problems }

  /// Creates an error from one problem.
  public init(_ problem: ConfigProblem) { problems = [problem] }

  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
