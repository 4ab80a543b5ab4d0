import Basics

extension String {
  /// A file of the repository.
  var inRepository: String {
    let tests = FilePath.parent(FilePath.parent(FilePath.parent(#filePath)))
    return FilePath.join(FilePath.parent(tests), self)
  }
}
