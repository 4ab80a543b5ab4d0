/// How a sweep is searched: any number of agents work on one.
public struct SweepOptions: Hashable, Sendable {
  /// How values are drawn.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// What was good before is tried nearby.
    case bayes
    /// Independent random values.
    case random
    /// Every point of a grid.
    case grid
  }

  /// How values are drawn.
  public var method = Method.bayes
  /// What is searched for the best of; nil: the primary metric.
  public var metric: String?
  /// Which way is better; nil: as usual for the metric.
  public var goal: StudyDirection?
  /// Whether hopeless trials are stopped by Hyperband's bands.
  public var stopsEarly = false
  /// The first band, in epochs.
  public var firstBand = 3
  /// One in so many trials goes on at a band, and a band is so many times the one before.
  public var eta = 3.0
  /// The most trials of the sweep; nil: any number.
  public var runCap: Int?

  /// Creates the default options.
  public init() {}
}
