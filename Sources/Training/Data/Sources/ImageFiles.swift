import Basics
import Imaging

/// Finds the image files that belong to ids.
///
/// A pattern such as `{id}` or `scans/{id}_frontal.png` gives the name; without a known extension
/// every known one is tried. Extensions match in upper and lower case. Directories are read once.
public struct ImageFiles {
  private let directory: String
  private let pattern: String
  /// For each directory read: the image files by their name without extension.
  private var listings: [String: [String: [String]]] = [:]

  /// - Parameters:
  ///   - directory: where paths start.
  ///   - pattern: has `{id}` in it.
  public init(in directory: String, pattern: String) throws(DataError) {
    guard pattern.contains("{id}") else {
      throw DataError(
        .invalidValue(found: pattern, expected: "a pattern with {id} in it"),
        file: "Data.image_pattern")
    }
    self.directory = directory
    self.pattern = pattern
  }

  /// The file of an id; nil if there is none.
  public mutating func path(for id: String) throws(DataError) -> String? {
    let wanted = FilePath.join(directory, ImageFiles.expand(pattern, id: id))
    let folder = FilePath.parent(wanted)
    let name = FilePath.basename(wanted)
    let files = listing(of: folder)
    var matches: [String]
    if let (stem, ending) = ImageFileName.parts(of: name) {
      matches = (files[stem] ?? []).filter { ImageFileName.parts(of: $0)?.ending == ending }
    } else {
      matches = files[name] ?? []
    }
    guard matches.count < 2 else {
      throw DataError(.ambiguousImage(id: id, files: matches))
    }
    return matches.first.map { FilePath.join(folder, $0) }
  }

  /// Reads a directory that was not read before; one that cannot be read has no files.
  private mutating func listing(of folder: String) -> [String: [String]] {
    if let known = listings[folder] { return known }
    var files: [String: [String]] = [:]
    for name in (try? FileSystem.list(folder)) ?? [] {
      if let stem = ImageFileName.parts(of: name)?.stem { files[stem, default: []].append(name) }
    }
    listings[folder] = files
    return files
  }

  private static func expand(_ pattern: String, id: String) -> String {
    var result = ""
    var rest = pattern[...]
    while let start = rest.firstRange(of: "{id}") {
      result += rest[..<start.lowerBound] + id
      rest = rest[start.upperBound...]
    }
    return result + rest
  }
}
