import Basics

extension JSONValue {
  /// Reads a file of settings that somebody else may have written.
  ///
  /// - Throws: `SearchError.settings` when it cannot be read, is longer than a mebibyte or is no JSON.
  init(settings path: String) throws {
    do {
      self = try JSONValue.parse(FileSystem.readText(path, limit: 1 << 20))
    } catch let error as FileError {
      throw SearchError.settings(path: path, reason: error.code.reason)
    } catch {
      throw SearchError.settings(path: path, reason: "\(error)")
    }
  }
}
