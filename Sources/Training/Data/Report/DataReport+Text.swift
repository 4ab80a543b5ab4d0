extension DataReport {
  /// The report for people, one line each; notices come last.
  public var lines: [String] {
    var lines = ["data set \(dataset), hash \(hash.prefix(12))"]
    for part in parts {
      let groups = part.groups.map { ", \($0) groups" } ?? ""
      lines.append("\(part.split): \(part.samples) samples\(groups)")
      for (row, counts) in part.balance.enumerated() where part.samples > 0 {
        let balance = zip(task.classes, counts).map { "\($0) \($1)" }.joined(separator: ", ")
        lines.append("  \(rowName(row))\(balance)")
      }
    }
    if let inspection { lines += DataReport.lines(of: inspection) }
    if !skipped.isEmpty { lines.append("left out: \(skipped.count)") }
    return lines + notices.map { "notice: \($0)" }
  }

  private func rowName(_ row: Int) -> String {
    if case .zones(let zones, _, _) = task { return "\(zones[row]): " }
    return ""
  }

  private static func lines(of inspection: ImageInspection) -> [String] {
    var lines: [String] = []
    if let widths = inspection.widths, let heights = inspection.heights {
      let channels = inspection.channelCounts.sorted { $0.key < $1.key }
        .map { "\($0.value) \($0.key == 1 ? "grey" : "colour")" }
      let bits = inspection.bitCounts.sorted { $0.key < $1.key }
        .map { "\($0.value) of \($0.key) bits" }
      lines.append(
        "images: \(extent(widths)) x \(extent(heights)) pixels, "
          + (channels + bits).joined(separator: ", "))
    }
    if let used = inspection.meanUsedFraction {
      lines.append("range of values used: \(Int((used * 100).rounded())) % on average")
    }
    lines.append("broken images: \(inspection.broken.count)")
    return lines
  }

  private static func extent(_ range: ClosedRange<Int>) -> String {
    range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }
}
