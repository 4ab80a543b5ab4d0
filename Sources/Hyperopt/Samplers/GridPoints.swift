/// All points of a space in order, the last parameter fastest; points of parameters that do not exist are left out.
struct GridPoints {
  private let points: [[Double]]

  /// Enumerates a space; nil if it is too large, or has a continuous parameter and that is not allowed.
  ///
  /// - Parameters:
  ///   - table: knows the space.
  ///   - continuousPoints: how many points a continuous parameter is cut into, its ends included, at least 2; nil: none
  ///     may be there.
  ///   - thinsCells: whether ranges of more steps are cut into as many points.
  ///   - limit: the most points.
  init?(
    table: TrialTable, continuousPoints: Int?, thinsCells: Bool = false, atMost limit: Int
  ) {
    var perAxis: [[Double]] = []
    var least = 1
    for (column, axis) in table.axes.enumerated() {
      guard
        let coordinates = Self.coordinates(
          axis, continuousPoints: continuousPoints, thinsCells: thinsCells, atMost: limit)
      else { return nil }
      perAxis.append(coordinates)
      // Before anything is built: parameters that always exist multiply.
      if table.space.parameters[column].condition == nil { least *= coordinates.count }
      guard least <= limit else { return nil }
    }
    var partial = [PointBuilder(table: table)]
    for (column, coordinates) in perAxis.enumerated() where !table.axes[column].isSingle {
      var longer: [PointBuilder] = []
      for builder in partial {
        guard builder.exists(column) else {
          longer.append(builder)
          continue
        }
        for coordinate in coordinates {
          var next = builder
          next[column] = coordinate
          longer.append(next)
        }
        guard longer.count <= limit else { return nil }
      }
      partial = longer
    }
    points = partial.map(\.coordinates)
  }

  /// The coordinates that a parameter takes; nil if these are too many, or continuous where they must not be.
  private static func coordinates(
    _ axis: Axis, continuousPoints: Int?, thinsCells: Bool, atMost limit: Int
  ) -> [Double]? {
    guard !axis.isSingle else { return [axis.coordinate(ofUniform: 0)] }
    switch axis.kind {
    case .choices: return (0..<axis.count).map(Double.init)
    case .continuous:
      return continuousPoints.map { count in (0..<count).map { Double($0) / Double(count - 1) } }
    case .cells:
      if let continuousPoints, thinsCells, axis.count > continuousPoints {
        return (0..<continuousPoints).map {
          axis.middle(ofCell: $0 * (axis.count - 1) / (continuousPoints - 1))
        }
      }
      return axis.count <= limit ? (0..<axis.count).map { axis.middle(ofCell: $0) } : nil
    }
  }

  /// The number of points, at least 1.
  var count: Int { points.count }

  /// The coordinates of a point.
  subscript(index: Int) -> [Double] { points[index] }
}
