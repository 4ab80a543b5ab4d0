/// A score, as a function of everything that was predicted over an epoch.
///
/// Whoever counts batch by batch is the epoch, not the metric: it keeps the confusion matrix, and what `contents` asks
/// for. So a metric has no state, no order in which batches matter, and nothing to save.
public protocol Metric: Sendable {
  /// What it needs besides the confusion matrix.
  var contents: EpochContents { get }

  /// How it looks at several zones.
  var zoneRule: ZoneRule { get }

  /// The scores of one question, by their full names; always the same names, and nil where one is undefined.
  func values(of predictions: EpochPredictions) -> MetricValues

  /// More of it that is of interest only once, not for each zone, such as the scores of single classes.
  func details(of predictions: EpochPredictions) -> MetricValues

  /// With `ZoneRule.joint`, the scores of all zones of the same images.
  ///
  /// - Parameter zones: One for each zone; row r of each belongs to image r.
  func values(ofZones zones: [EpochPredictions]) -> MetricValues
}

/// How a metric looks at several zones.
public enum ZoneRule: Sendable {
  /// A score for each zone, and their mean over the zones in which it is defined.
  case mean
  /// A score for each zone, and one of the labels of all zones together.
  case pooled
  /// One score of all zones of an image, and none of a zone.
  case joint
}

extension Metric {
  /// Nothing but the confusion matrix.
  public var contents: EpochContents { [] }
  /// The labels of all zones together.
  public var zoneRule: ZoneRule { .pooled }
  /// No details.
  public func details(of predictions: EpochPredictions) -> MetricValues { MetricValues() }
  /// The score of all labels together.
  public func values(ofZones zones: [EpochPredictions]) -> MetricValues {
    values(of: .pooled(zones))
  }
}

extension MetricValues {
  /// One value.
  public init(_ name: String, _ value: Double?) {
    self.init()
    self[name] = value
  }
}
