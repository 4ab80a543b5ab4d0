import Basics
import Imaging
import Training

/// One image to predict for.
struct PredictionInput {
  /// The file's name without its extension, or what the CSV calls it.
  let id: String
  /// Where it lies.
  let path: String

  /// The images that an argument stands for, sorted by path: one file, those of a folder, or those that a CSV lists.
  ///
  /// - Parameters:
  ///   - path: the argument.
  ///   - data: how the images of a table without paths are found by their ids.
  static func images(at path: String, data: DataOptions) throws -> [PredictionInput] {
    let inputs: [PredictionInput] =
      if FileSystem.isDirectory(path) {
        try folder(path)
      } else if FilePath.fileExtension(path).lowercased() == "csv" {
        try table(path, data)
      } else {
        [PredictionInput(id: id(of: path), path: path)]
      }
    guard !inputs.isEmpty else {
      throw DataError(.empty(reason: "there is no image"), file: path)
    }
    return inputs.sorted { $0.path < $1.path }
  }

  private static func folder(_ path: String) throws -> [PredictionInput] {
    try FileSystem.list(path).flatMap { name -> [PredictionInput] in
      let item = FilePath.join(path, name)
      if FileSystem.isDirectory(item) { return try folder(item) }
      return ImageFileName.isImage(name) ? [PredictionInput(id: id(of: name), path: item)] : []
    }
  }

  /// A file's name without its ending.
  private static func id(of path: String) -> String {
    ImageFileName.parts(of: FilePath.basename(path))?.stem ?? FilePath.stem(path)
  }

  /// A table with a column of paths, relative to the working directory or to the table, or with one of ids.
  private static func table(_ path: String, _ data: DataOptions) throws -> [PredictionInput] {
    let table = try CSVTable(contentsOf: path, separator: data.csvSeparator)
    let idColumn = try table.idIndex(
      named: data.idColumn.flatMap { table.index(of: $0) == nil ? nil : $0 })
    let pathColumn = SampleTable.pathColumns.lazy.compactMap { table.index(of: $0) }.first {
      $0 != idColumn
    }
    if let pathColumn {
      return table.rows.map { row in
        let listed = row.fields[pathColumn]
        let beside = FilePath.join(FilePath.parent(path), listed)
        let found = FileSystem.exists(listed) ? listed : beside
        return PredictionInput(
          id: idColumn.map { SampleID.normalized(row.fields[$0]) } ?? id(of: listed), path: found)
      }
    }
    guard let idColumn else {
      throw DataError(
        .missingColumn(
          "of paths (\(SampleTable.pathColumns.joined(separator: ", "))) or of ids "
            + "(\(SampleID.standardColumns.joined(separator: ", ")))", available: table.header),
        file: path)
    }
    let folder = try data.locatedImages(besides: path)
    var files = try ImageFiles(in: folder, pattern: data.imagePattern)
    var inputs: [PredictionInput] = []
    var missing: [String] = []
    for row in table.rows {
      let id = SampleID.normalized(row.fields[idColumn])
      if let file = try files.path(for: id) {
        inputs.append(PredictionInput(id: id, path: file))
      } else {
        missing.append(id)
      }
    }
    guard missing.isEmpty || data.skipsBadImages else {
      throw DataError(
        .missingImages(
          ids: Array(missing.prefix(5)), count: missing.count, directory: folder), file: path)
    }
    return inputs
  }
}
