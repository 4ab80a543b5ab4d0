import Glibc

/// Cuts lines into dashes.
struct Dashes {
  private let lengths: [Double]

  /// Creates a pattern of dash and gap lengths; without a positive sum there are no gaps.
  init(_ lengths: [Double]) {
    let usable = lengths.allSatisfy { $0 >= 0 } && lengths.reduce(0, +) > 0.5
    self.lengths = usable ? lengths + (lengths.count % 2 == 1 ? lengths : []) : []
  }

  /// The dashes of a line.
  func cut(_ points: [Point]) -> [[Point]] {
    guard !lengths.isEmpty, var from = points.first else { return [points] }
    var pieces: [[Point]] = []
    var current = [from]
    var index = 0
    var left = lengths[0]
    for to in points.dropFirst() {
      var length = hypot(to.x - from.x, to.y - from.y)
      while length > left {
        let share = left / length
        let cut = Point(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
        if index % 2 == 0 { pieces.append(current + [cut]) }
        current = [cut]
        from = cut
        length -= left
        index = (index + 1) % lengths.count
        left = max(lengths[index], 1e-3)
      }
      left -= length
      current.append(to)
      from = to
    }
    if index % 2 == 0, current.count > 1 { pieces.append(current) }
    return pieces
  }
}
