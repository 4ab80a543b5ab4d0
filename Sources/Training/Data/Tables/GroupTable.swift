/// Which group each id belongs to, from the table of the samples or from one beside it.
public struct GroupTable: Sendable {
  private let groups: [String: String]

  /// Reads the group of each id.
  ///
  /// - Parameters:
  ///   - table: has the ids and the groups.
  ///   - idColumn: the column of the ids, nil for the standard ones.
  ///   - groupColumn: the column of the groups; a blank field means that the row is on its own.
  public init(
    _ table: CSVTable, idColumn: String?, groupColumn: String
  ) throws(DataError) {
    let groupIndex = try table.requiredIndex(of: groupColumn)
    // In a second table the ids may stand under a standard name although the first has its own.
    var idIndex = try table.idIndex(named: nil)
    if let idColumn, let named = table.index(of: idColumn) { idIndex = named }
    guard let idIndex else {
      throw DataError(
        .missingColumn(idColumn ?? SampleID.standardColumns[0], available: table.header),
        file: table.file, line: 1)
    }
    var groups: [String: String] = [:]
    for row in table.rows {
      let id = SampleID.normalized(row.fields[idIndex])
      let group = SampleID.normalized(row.fields[groupIndex])
      if id.isEmpty || CSVTable.isMissing(group) { continue }
      if let first = groups.updateValue(group, forKey: id), first != group {
        throw table.error(
          .contradictoryGroup(id: id, first: first, second: group), row: row, column: groupIndex)
      }
    }
    self.groups = groups
  }

  /// Reads the groups that a configuration asks for; nil if it asks for none.
  ///
  /// - Parameters:
  ///   - options: `groupColumn`, and `groupCSV` if the column is in a second table.
  ///   - table: the table of the samples.
  public static func configured(
    _ options: DataOptions, samples table: CSVTable
  ) throws(DataError) -> GroupTable? {
    guard let column = options.groupColumn else {
      guard options.groupCSV == nil else {
        throw DataError(.missingSetting(key: "group_column", dataset: options.dataset))
      }
      return nil
    }
    guard let path = options.groupCSV else {
      return try GroupTable(table, idColumn: options.idColumn, groupColumn: column)
    }
    // The second table may come from another program: its separator is found in its own header.
    let second = try CSVTable(contentsOf: options.located(path))
    return try GroupTable(second, idColumn: options.idColumn, groupColumn: column)
  }

  /// The group of an id, nil if it is on its own.
  public subscript(id: String) -> String? { groups[id] }
}
