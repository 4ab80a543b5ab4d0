/// Leaves out points of a line that nobody could see.
enum Thinning {
  /// At most four points for each half point of width: first, lowest, highest, last.
  static func reduced(_ points: [Point], width: Double) -> [Point] {
    guard Double(points.count) > 8 * max(width, 1) else { return points }
    var result: [Point] = []
    var cell: [Point] = []
    var column = 0.0
    func finish() {
      guard let first = cell.first, let last = cell.last else { return }
      let inner = cell.indices.sorted { cell[$0].y < cell[$1].y }
      let kept = Set([0, inner.first ?? 0, inner.last ?? 0, cell.count - 1]).sorted()
      result += kept.count > 1 ? kept.map { cell[$0] } : [first == last ? first : last]
      cell = []
    }
    for point in points {
      guard point.isFinite else {
        finish()
        result.append(point)
        continue
      }
      let own = (point.x * 2).rounded(.down)
      if own != column { finish() }
      column = own
      cell.append(point)
    }
    finish()
    return result
  }
}
