/// What went wrong with a file of weights, and with which file.
///
/// The facts are in ``problem``; ``description`` is the one line of text made from them.
public struct CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the caller named it; nil for bytes in memory.
  public var path: String?

  /// What was found to be wrong.
  public var problem: Problem

  /// Creates an error about `problem`, of the file at `path` where there is one.
  public init(_ problem: Problem, path: String? = nil) {
    self.problem = problem
    self.path = path
  }

  /// The one line for people: the file, what was found, what was expected.
  public var description: String {
    guard let path else { return problem.description }
    return "\(path): \(problem)"
  }

  /// Returns the same error as one about the file at `path`.
  func about(_ path: String) -> CheckpointError { CheckpointError(problem, path: path) }
}
