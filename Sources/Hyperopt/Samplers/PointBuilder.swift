/// A point that grows parameter by parameter.
struct PointBuilder {
  /// The coordinates by parameter; NaN for those that do not exist.
  private(set) var coordinates: [Double]
  private let table: TrialTable

  init(table: TrialTable) {
    self.table = table
    // A constant that depends on nothing exists from the start.
    coordinates = Array(repeating: .nan, count: table.axes.count)
    fillConstants()
  }

  /// The coordinate of a parameter.
  subscript(column: Int) -> Double {
    get { coordinates[column] }
    set {
      coordinates[column] = newValue
      fillConstants()
    }
  }

  /// Whether a parameter exists beside what the point has.
  func exists(_ column: Int) -> Bool {
    switch table.parents[column] {
    case .none: return true
    case .impossible: return false
    case .choice(let choice, let parent):
      let coordinate = coordinates[parent]
      return !coordinate.isNaN && table.axes[parent].value(at: coordinate) == .choice(choice)
    }
  }

  private mutating func fillConstants() {
    for column in table.constants where coordinates[column].isNaN && exists(column) {
      coordinates[column] = table.axes[column].coordinate(ofUniform: 0)
    }
  }
}

extension TrialTable {
  /// The values that coordinates stand for; those of NaN do not exist.
  func values(at coordinates: [Double]) -> [String: ParameterValue] {
    var values: [String: ParameterValue] = [:]
    for (column, coordinate) in coordinates.enumerated() where !coordinate.isNaN {
      values[space.parameters[column].name] = axes[column].value(at: coordinate)
    }
    return values
  }

  /// The coordinates of a uniform point, without the parameters that do not exist in it.
  ///
  /// - Parameter uniform: a number in [0, 1) for each parameter.
  func coordinates(ofUniform uniform: [Double]) -> [Double] {
    var point = PointBuilder(table: self)
    for (column, axis) in axes.enumerated() where !axis.isSingle && point.exists(column) {
      point[column] = axis.coordinate(ofUniform: uniform[column])
    }
    return point.coordinates
  }

  /// How many trials but that of a number have ended with something to learn from.
  func finishedCount(without number: Int) -> Int {
    finishedCount - (number < rows.count && rows[number].isRanked ? 1 : 0)
  }
}
