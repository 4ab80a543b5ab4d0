import Basics

/// Scores with the intervals of a bootstrap.
public struct ScoreIntervals: Sendable {
  /// The scores of all samples, in order.
  public let values: MetricValues
  /// Their intervals, by name.
  public let intervals: [String: ClusterBootstrap.Interval]
  private let bootstrap: ClusterBootstrap
  private let clusterCount: Int
  private let isGrouped: Bool

  /// With fewer clusters, percentiles of a bootstrap are known to be too narrow.
  private static let reliableClusterCount = 20

  /// Computes scores and their intervals.
  ///
  /// - Parameters:
  ///   - predictions: What was predicted, for the clusters.
  ///   - bootstrap: How intervals are computed.
  ///   - size: The length of the sums.
  ///   - entries: Each sample's part of them.
  ///   - samples: The samples that take part; nil: all.
  ///   - scores: Computes scores from sums and weights, always the same names.
  public init(
    _ predictions: SplitPredictions, bootstrap: ClusterBootstrap, size: Int,
    entries: [ClusterBootstrap.Entries], samples: Set<Int>? = nil,
    scores: @escaping @Sendable (_ sums: [Double], _ weights: [Double]) -> MetricValues
  ) {
    self.bootstrap = bootstrap
    var sums = [Double](repeating: 0, count: size)
    for entry in entries.joined() { sums[entry.place] += entry.value }
    let values = scores(sums, Array(repeating: 1, count: entries.count))
    let clusters = predictions.clusters.map { cluster in
      cluster.filter { samples?.contains($0) ?? true }
    }.filter { !$0.isEmpty }
    let found = bootstrap.intervals(clusters: clusters, size: size, entries: entries) {
      scores($0, $1).entries.map(\.value)
    }
    var intervals: [String: ClusterBootstrap.Interval] = [:]
    for (name, interval) in zip(values.names, found) where values[name] != nil {
      intervals[name] = interval
    }
    self.values = values
    self.intervals = intervals
    clusterCount = clusters.count
    isGrouped = predictions.hasGroups
  }

  /// The section `intervals` of `metrics_SPLIT.json`.
  public var json: JSONValue {
    var scores = JSONObject()
    for entry in values.entries {
      let interval = intervals[entry.name]
      scores[entry.name] = [
        "value": JSONValue(entry.value), "lower": JSONValue(interval?.lower),
        "upper": JSONValue(interval?.upper), "draws": .int(interval?.drawCount ?? 0),
      ]
    }
    return [
      "level": .double(bootstrap.level), "method": "percentile bootstrap",
      "clusters": isGrouped ? "groups" : "images", "cluster_count": .int(clusterCount),
      "draws": .int(bootstrap.drawCount), "seed": .string(String(bootstrap.seed)),
      "scores": .object(scores),
    ]
  }

  /// A score for people: `0.512 [0.403, 0.611]`.
  public func text(_ name: String, decimals: Int = 3) -> String {
    ScoreIntervals.text(values[name], intervals[name], decimals: decimals)
  }

  /// A value with its interval, as far as there are such.
  public static func text(
    _ value: Double?, _ interval: ClusterBootstrap.Interval?, decimals: Int = 3
  ) -> String {
    guard let value else { return "-" }
    let text = NumberText.fixed(value, decimals: decimals)
    guard let interval else { return text }
    let bounds = [interval.lower, interval.upper].map { NumberText.fixed($0, decimals: decimals) }
    return "\(text) [\(bounds.joined(separator: ", "))]"
  }

  /// What the intervals are, in one line.
  public var explanation: String {
    guard clusterCount > 1 else {
      return "no intervals: they need at least two \(isGrouped ? "groups" : "images")"
    }
    let caution = clusterCount < ScoreIntervals.reliableClusterCount ? "; so few say little" : ""
    return "in brackets: 95 % intervals, \(bootstrap.drawCount) bootstrap draws of \(clusterCount) "
      + (isGrouped ? "groups (Data.group_column)" : "images") + caution
  }
}
