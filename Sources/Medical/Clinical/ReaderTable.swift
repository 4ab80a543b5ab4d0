import Training

/// A second reader's grades of the same images, from a table of his own: the human reference.
public struct ReaderTable: Sendable {
  /// The file.
  public let path: String
  private let readings: [String: (grades: [Int], score: Double?)]

  /// Reads a table with the columns of ids and zones; others may be there too.
  ///
  /// - Parameters:
  ///   - path: A CSV file.
  ///   - options: Which columns are meant; the separator is found in the file.
  ///   - zones: The zones' columns.
  /// - Throws: `DataError` for a missing column, an id given twice, and what is no grade.
  public init(_ path: String, options: DataOptions, zones: [String]) throws(DataError) {
    self.path = path
    let table = try CSVTable(contentsOf: path)
    // The reader's table may call its ids otherwise.
    let column = options.idColumn.flatMap { table.index(of: $0) == nil ? nil : $0 }
    let idIndex = try table.requiredIDIndex(named: column)
    var columns: [Int] = []
    for zone in zones { columns.append(try table.requiredIndex(of: zone)) }
    let scoreColumn = table.index(of: "csi")
    var readings: [String: (grades: [Int], score: Double?)] = [:]
    var lines: [String: Int] = [:]
    for row in table.rows {
      let id = SampleID.normalized(row.fields[idIndex])
      if let first = lines.updateValue(row.line, forKey: id) {
        throw table.error(.duplicateID(id, firstLine: first), row: row)
      }
      var grades: [Int] = []
      for column in columns {
        let text = row.fields[column]
        guard let grade = CSIDataset.grade(text) else {
          throw table.error(
            .invalidValue(found: text, expected: "0, 1, 2, 3, or 4 or nothing for unknown"),
            row: row, column: column)
        }
        // As in the data set: what is outside of the scale is unknown.
        let isKnown = (0..<CSIDataset.unknownClass).contains(grade)
        grades.append(isKnown ? grade : CSIDataset.unknownClass)
      }
      readings[id] = (grades, scoreColumn.flatMap { CSIDataset.number(row.fields[$0]) })
    }
    self.readings = readings
  }

  /// What the reader says of the samples of a split; nothing of those that the table lacks.
  public func readings(of samples: [Sample]) -> Readings {
    let found = samples.map { readings[SampleID.normalized($0.id)] }
    return Readings(grades: found.map { $0?.grades }, scores: found.map { $0?.score })
  }
}
