/// Images listed in a table with their class (or several labels of 0 and 1).
///
/// The file stands in a column named `image_path`, `path`, `image`, `file` or the like, or follows
/// from the id; with neither it is the first column. The class stands in `label_column`, else in
/// `label`, else in the second column. Several label columns make a multilabel task.
public struct CSVDataset: ImageDataset {
  public let name = "csv"
  public let task: PredictionTask
  public let samples: [Sample]
  public let presetSplits: PresetSplits?
  public let skipped: [SkippedSample]
  public let notices: [String]

  /// Reads the table and finds the images.
  public init(_ options: DataOptions) throws(DataError) {
    let source = try SampleTable(options, lookup: .byPath)
    skipped = source.skipped
    notices = source.notices
    let splits = try CSVDataset.splits(of: source, column: options.splitColumn)
    presetSplits = splits.map { splits in
      let parts = Dictionary(grouping: splits.indices) { splits[$0] }
      return PresetSplits(train: parts[.train] ?? [], val: parts[.val], test: parts[.test])
    }
    if options.labelColumns.count > 1 {
      task = .multilabel(labels: options.labelColumns)
      samples = try CSVDataset.multilabel(source, columns: options.labelColumns)
    } else {
      let column = try CSVDataset.labelIndex(source.table, named: options.labelColumns.first)
      (task, samples) = try CSVDataset.classified(source, column: column, splits: splits)
    }
  }

  private static func labelIndex(
    _ table: CSVTable, named name: String?
  ) throws(DataError) -> Int {
    if let name { return try table.requiredIndex(of: name) }
    if let standard = table.index(of: "label") ?? table.index(of: "class") { return standard }
    guard table.header.count > 1 else {
      throw DataError(.missingColumn("label", available: table.header), file: table.file, line: 1)
    }
    return 1
  }

  private static func classified(
    _ source: SampleTable, column: Int, splits: [Split]?
  ) throws(DataError) -> (PredictionTask, [Sample]) {
    let table = source.table
    var names: [String] = []
    for entry in source.entries {
      let text = entry.row.fields[column]
      guard !CSVTable.isMissing(text) else {
        throw table.error(
          .invalidValue(found: text, expected: "a class"), row: entry.row, column: column)
      }
      names.append(SampleID.normalized(text))
    }
    let training = splits.map { splits in
      names.indices.filter { splits[$0] == .train }.map { names[$0] }
    }
    let classes = ClassNames.sorted(Set(training ?? names))
    let indices = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
    var samples: [Sample] = []
    for (entry, name) in zip(source.entries, names) {
      guard let label = indices[name] else {
        throw table.error(.unknownClass(name, known: classes), row: entry.row, column: column)
      }
      var sample = entry.sample
      sample.labels = [Int32(label)]
      samples.append(sample)
    }
    return (.classification(classes: classes), samples)
  }

  private static func multilabel(
    _ source: SampleTable, columns: [String]
  ) throws(DataError) -> [Sample] {
    let table = source.table
    var indices: [Int] = []
    for column in columns { indices.append(try table.requiredIndex(of: column)) }
    var samples: [Sample] = []
    for entry in source.entries {
      var sample = entry.sample
      for index in indices {
        let text = entry.row.fields[index]
        guard let value = Double(text.trimmed), value == 0 || value == 1 else {
          throw table.error(
            .invalidValue(found: text, expected: "0 or 1"), row: entry.row, column: index)
        }
        sample.targets.append(Float(value))
      }
      samples.append(sample)
    }
    return samples
  }

  /// The split that each row names, nil without a column for it.
  private static func splits(
    of source: SampleTable, column: String?
  ) throws(DataError) -> [Split]? {
    guard let column else { return nil }
    let table = source.table
    let index = try table.requiredIndex(of: column)
    var splits: [Split] = []
    for entry in source.entries {
      let text = entry.row.fields[index]
      guard let split = Split(spelled: text.trimmed) else {
        throw table.error(
          .invalidValue(found: text, expected: "train, val or test"), row: entry.row,
          column: index)
      }
      splits.append(split)
    }
    return splits
  }
}

extension DatasetKind {
  /// Images with a table of paths and classes, or of 0/1 labels.
  public static let csv = DatasetKind(
    "csv", summary: "images with a table of paths and classes, or of 0/1 labels"
  ) { (options) throws(DataError) in try CSVDataset(options) }
}
