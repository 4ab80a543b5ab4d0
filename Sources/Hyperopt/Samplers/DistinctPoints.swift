import Basics

/// Finds points that no trial has tried, where points can be tried twice: among those without continuous parameters.
struct DistinctPoints {
  let table: TrialTable
  /// The number of the trial that is searched for, which is no repetition of itself.
  let number: Int

  /// Returns the values of the first point that is new.
  ///
  /// After some tries of `draw` come as many at random, then the space in order if it is small; where all has been tried,
  /// the first draw.
  ///
  /// - Parameters:
  ///   - tries: how often to draw.
  ///   - source: what the random ones depend on.
  ///   - draw: makes the coordinates of a try, the number of which it is given.
  func first(
    tries: Int, source: RandomSource, draw: (_ attempt: Int) -> [Double]
  ) -> [String: ParameterValue] {
    let original = draw(0)
    guard isTried(original) else { return table.values(at: original) }
    for attempt in 1..<max(tries, 1) {
      let point = draw(attempt)
      if !isTried(point) { return table.values(at: point) }
    }
    var random = source.split("distinct")
    for _ in 0..<max(tries, 1) {
      let point = table.coordinates(ofUniform: table.axes.map { _ in random.nextUniform() })
      if !isTried(point) { return table.values(at: point) }
    }
    // A space with more points than trials would hardly have come this far.
    if let grid = GridPoints(table: table, continuousPoints: nil, atMost: 4 * table.rows.count) {
      let start = random.nextInt(below: grid.count)
      for offset in 0..<grid.count {
        let point = grid[(start + offset) % grid.count]
        if !isTried(point) { return table.values(at: point) }
      }
    }
    return table.values(at: original)
  }

  /// Whether a trial has the same values; of points with a continuous parameter, never.
  func isTried(_ point: [Double]) -> Bool {
    for (column, coordinate) in point.enumerated() where !coordinate.isNaN {
      if table.axes[column].kind == .continuous && !table.axes[column].isSingle { return false }
    }
    return table.rows.indices.contains { row in
      guard row != number, table.rows[row].standing != .absent else { return false }
      return point.indices.allSatisfy { column in
        let coordinate = table.columns[column][row]
        return coordinate == point[column] || coordinate.isNaN && point[column].isNaN
      }
    }
  }
}
