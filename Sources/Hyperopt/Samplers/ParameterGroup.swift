/// Parameters that exist under the same condition.
struct ParameterGroup {
  /// Their positions in the space.
  var columns: [Int]
  let condition: SearchCondition?

  /// The groups of a space, each after the one that it depends on; constants are left out.
  ///
  /// - Parameter table: knows the space.
  static func groups(of table: TrialTable) -> [ParameterGroup] {
    var groups: [ParameterGroup] = []
    for (column, parameter) in table.space.parameters.enumerated()
    where !table.axes[column].isSingle {
      if let index = groups.firstIndex(where: { $0.condition == parameter.condition }) {
        groups[index].columns.append(column)
      } else {
        groups.append(ParameterGroup(columns: [column], condition: parameter.condition))
      }
    }
    // A parameter may come after one that exists under a condition on it: order by depth.
    func depth(_ condition: SearchCondition?) -> Int {
      guard let condition else { return 0 }
      return 1 + depth(table.space[condition.parameter]?.condition)
    }
    return groups.enumerated().sorted {
      (depth($0.element.condition), $0.offset) < (depth($1.element.condition), $1.offset)
    }.map(\.element)
  }
}
