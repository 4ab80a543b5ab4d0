import Basics

extension DataOptions {
  /// Where a path of the configuration is: counted from the working directory or, if there is
  /// nothing there, from `root`.
  public func located(_ path: String) -> String {
    guard let root, !FilePath.isAbsolute(path), !FileSystem.exists(path) else { return path }
    let inRoot = FilePath.join(root, path)
    return FileSystem.exists(inRoot) ? inRoot : path
  }

  /// The table of the samples: `csv_path`, or the only table in `root`, or one of usual name there.
  public func locatedTable() throws(DataError) -> String {
    if let csvPath { return located(csvPath) }
    guard let root else {
      throw DataError(.missingSetting(key: "csv_path", dataset: dataset))
    }
    let names: [String]
    do throws(FileError) {
      names = try FileSystem.list(root)
    } catch {
      throw DataError(.unreadable(error))
    }
    let tables = names.filter { FilePath.fileExtension($0).lowercased() == "csv" }
    if let usual = ["metadata.csv", "labels.csv"].first(where: tables.contains) {
      return FilePath.join(root, usual)
    }
    guard tables.count == 1, let only = tables.first else {
      throw DataError(.missingSetting(key: "csv_path", dataset: dataset))
    }
    return FilePath.join(root, only)
  }

  /// The directory of the images: `image_dir`, or `images` beside the table, or the table's own.
  public func locatedImages(besides table: String) throws(DataError) -> String {
    let directory: String
    if let imageDirectory {
      directory = located(imageDirectory)
    } else {
      let beside = FilePath.join(FilePath.parent(table), "images")
      directory = FileSystem.isDirectory(beside) ? beside : FilePath.parent(table)
    }
    guard FileSystem.isDirectory(directory) else {
      let code: FileError.Code = FileSystem.exists(directory) ? .notDirectory : .notFound
      throw DataError(
        .unreadable(FileError(code: code, operation: "read the images in", path: directory)))
    }
    return directory
  }
}
