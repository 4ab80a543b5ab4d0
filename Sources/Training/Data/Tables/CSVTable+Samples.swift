extension CSVTable {
  /// The column of the ids: the one named, or the first standard one that exists; nil if none does.
  public func idIndex(named column: String?) throws(DataError) -> Int? {
    if let column { return try requiredIndex(of: column) }
    for name in SampleID.standardColumns {
      if let index = index(of: name) { return index }
    }
    return nil
  }

  /// The column of the ids; an error if there is none.
  public func requiredIDIndex(named column: String?) throws(DataError) -> Int {
    guard let index = try idIndex(named: column) else {
      let names = SampleID.standardColumns.joined(separator: ", ")
      throw DataError(
        .missingColumn("of ids (\(names)), nor does Data.id_column name one", available: header),
        file: file, line: 1)
    }
    return index
  }

  /// An error about one field.
  public func error(
    _ problem: DataError.Problem, row: Row, column: Int? = nil
  ) -> DataError {
    DataError(problem, file: file, line: row.line, column: column.map { header[$0] })
  }

  /// Whether a field holds nothing: it is blank or spells a missing number.
  public static func isMissing(_ text: String) -> Bool {
    switch text.trimmed.lowercased() {
    case "", "nan", "na", "n/a", "null", "none", "#n/a": true
    default: false
    }
  }
}
