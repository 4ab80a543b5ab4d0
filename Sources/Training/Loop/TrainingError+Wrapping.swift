import Basics

extension TrainingError {
  /// Runs `body`; an error about data becomes one of training.
  static func wrapping<Result>(
    _ body: () throws(DataError) -> Result
  ) throws(TrainingError) -> Result {
    do {
      return try body()
    } catch {
      throw .data(error)
    }
  }

  /// Runs `body`; an error about a file becomes one of training.
  static func wrappingFile<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(TrainingError) -> Result {
    do {
      return try body()
    } catch {
      throw .file(error)
    }
  }
}
