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
  static func images(at path: String) throws -> [PredictionInput] {
    let inputs: [PredictionInput] =
      if FileSystem.isDirectory(path) {
        try folder(path)
      } else if FilePath.fileExtension(path).lowercased() == "csv" {
        try table(path)
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

  /// A table with a column of paths, relative to the working directory or to the table.
  private static func table(_ path: String) throws -> [PredictionInput] {
    let table = try CSVTable(contentsOf: path, separator: .auto)
    let names = ["path", "image_path", "image", "file", "filename"]
    guard let column = names.lazy.compactMap({ table.index(of: $0) }).first else {
      throw DataError(
        .missingColumn(names.joined(separator: ", "), available: table.header), file: path)
    }
    let idColumn = ["id", "file_id", "FileID"].lazy.compactMap { table.index(of: $0) }.first
    return table.rows.map { row in
      let listed = row.fields[column]
      let beside = FilePath.join(FilePath.parent(path), listed)
      let found = FileSystem.exists(listed) ? listed : beside
      return PredictionInput(
        id: idColumn.map { row.fields[$0] } ?? id(of: listed), path: found)
    }
  }
}
