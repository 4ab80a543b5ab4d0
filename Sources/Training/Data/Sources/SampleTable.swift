import Basics

/// The rows of a table of samples whose images exist, with ids, groups and files looked up.
public struct SampleTable: Sendable {
  /// A row and what is known of its sample: all but the truth.
  public struct Entry: Sendable {
    /// The row of the table.
    public var row: CSVTable.Row
    /// Has id, group, file and file size; the truth is for the data set to add.
    public var sample: Sample
  }

  /// Where a table says which file an image is in.
  public enum Lookup: Hashable, Sendable {
    /// The id and `image_pattern` give the name.
    case byID
    /// A column of paths if there is one, otherwise as `byID`, otherwise the first column has paths.
    case byPath
  }

  /// The columns that hold paths.
  public static let pathColumns = [
    "image_path", "path", "filepath", "file_path", "image", "file", "filename", "file_name",
  ]

  /// The whole table.
  public let table: CSVTable
  /// The rows that can be used, in the order of the table.
  public private(set) var entries: [Entry] = []
  /// The rows that cannot, because their image is missing, if such rows are to be skipped.
  public private(set) var skipped: [SkippedSample] = []
  /// Remarks for people, one line each.
  public private(set) var notices: [String] = []

  private let imageDirectory: String

  /// Reads the table that the options name and finds the images.
  ///
  /// - Throws: an error for a missing column, an id given twice, and, unless bad images are to be
  ///   skipped, for rows without an image.
  public init(_ options: DataOptions, lookup: Lookup) throws(DataError) {
    let path = try options.locatedTable()
    table = try CSVTable(contentsOf: path, separator: options.csvSeparator)
    imageDirectory = try options.locatedImages(besides: path)
    let groups = try GroupTable.configured(options, samples: table)
    let columns = try SampleTable.columns(of: table, options, lookup)
    var files = try ImageFiles(in: imageDirectory, pattern: options.imagePattern)

    var unusedExclusions = Set(options.excludedIDs.map(SampleID.normalized))
    let excluded = unusedExclusions
    var lines: [String: Int] = [:]
    for row in table.rows {
      let id = SampleID.normalized(row.fields[columns.id])
      guard !CSVTable.isMissing(id) else {
        throw table.error(
          .invalidValue(found: row.fields[columns.id], expected: "an id"), row: row,
          column: columns.id)
      }
      if let first = lines.updateValue(row.line, forKey: id) {
        throw table.error(.duplicateID(id, firstLine: first), row: row)
      }
      unusedExclusions.remove(id)
      if excluded.contains(id) { continue }
      let file: String?
      if let pathColumn = columns.path {
        file = FilePath.join(imageDirectory, row.fields[pathColumn].trimmed)
      } else {
        do throws(DataError) {
          file = try files.path(for: id)
        } catch {
          throw table.error(error.problem, row: row)
        }
      }
      guard let file, FileSystem.isFile(file), let size = try? FileSystem.fileSize(file) else {
        skipped.append(SkippedSample(id: id, reason: "no image file in \(imageDirectory)"))
        continue
      }
      entries.append(
        Entry(
          row: row, sample: Sample(id: id, group: groups?[id], path: file, byteCount: size)))
    }
    try report(options, unusedExclusions: unusedExclusions.sorted(), groups: groups)
  }

  /// Turns what was found into errors and remarks.
  private mutating func report(
    _ options: DataOptions, unusedExclusions: [String], groups: GroupTable?
  ) throws(DataError) {
    guard !table.rows.isEmpty else {
      throw DataError(.empty(reason: "the table has no row behind its header"), file: table.file)
    }
    if let first = skipped.first {
      let ids = skipped.prefix(5).map(\.id)
      guard options.skipsBadImages else {
        throw DataError(
          .missingImages(ids: ids, count: skipped.count, directory: imageDirectory),
          file: table.file)
      }
      let more = skipped.count > 1 ? " and \(skipped.count - 1) more" : ""
      notices.append(
        "left out \(quoted(first.id))\(more): no image file in \(imageDirectory)")
    }
    guard !entries.isEmpty else {
      throw DataError(
        .empty(reason: "no row is left that has an image and is not excluded"), file: table.file)
    }
    if !unusedExclusions.isEmpty {
      notices.append(
        "Data.exclude_ids names ids that are not in \(table.file): "
          + unusedExclusions.prefix(10).joined(separator: ", "))
    }
    let alone = entries.count { $0.sample.group == nil }
    if groups != nil, alone > 0 {
      notices.append(
        "\(alone) of \(entries.count) samples have no group and are taken as groups of one")
    }
  }

  private static func columns(
    of table: CSVTable, _ options: DataOptions, _ lookup: Lookup
  ) throws(DataError) -> (id: Int, path: Int?) {
    guard lookup == .byPath else {
      return (try table.requiredIDIndex(named: options.idColumn), nil)
    }
    let id = try table.idIndex(named: options.idColumn)
    for name in pathColumns {
      if let path = table.index(of: name), path != id { return (id ?? path, path) }
    }
    return id.map { ($0, nil) } ?? (0, 0)
  }
}
