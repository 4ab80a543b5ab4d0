import Basics
import Imaging

/// What is wrong with the data: the place, what was found and what was expected.
public struct DataError: Error, Hashable, Sendable {
  /// What is wrong.
  public var problem: Problem
  /// The file or directory, as named by the user.
  public var file: String?
  /// The line in the file, from 1.
  public var line: Int?
  /// The column of a table, by name.
  public var column: String?

  /// Creates an error from its facts.
  public init(
    _ problem: Problem, file: String? = nil, line: Int? = nil, column: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.line = line
    self.column = column
  }
}
