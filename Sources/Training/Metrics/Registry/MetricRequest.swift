/// A metric that is asked for: its type, and how it is set.
public struct MetricRequest: Sendable, Hashable {
  /// A setting that some types have.
  public enum Setting: String, Sendable, Hashable, CaseIterable {
    case average
    case threshold
    case label = "class"
    case k
    case weights
  }

  /// What becomes of the scores of classes.
  public enum Average: Sendable, Hashable {
    /// One number.
    case over(ScoreAverage)
    /// A number for each class.
    case none
  }

  /// What it is called; nil: by the standard names of its type.
  public var name: String?
  /// The type's name in the registry, such as `f1`.
  public var type: String
  /// How classes are averaged; nil: macro.
  public var average: Average?
  /// Above which probability a class or label counts as predicted, between 0 and 1; nil: where it is the most probable.
  public var threshold: Double?
  /// The one class that is scored, by name or index; nil: all.
  public var label: String?
  /// How many of the most probable classes count; nil: 5.
  public var k: Int?
  /// What errors of an ordered scale weigh; nil: all the same.
  public var weights: KappaMetric.Weights?
  /// The splits on which it is computed.
  public var stages: Set<Split> = Set(Split.allCases)
  /// Whether people see it while the run goes on.
  public var showsProgress = false

  /// Asks for a type with its usual settings.
  public init(_ type: String, name: String? = nil) {
    self.type = type
    self.name = name
  }

  /// The settings that were given.
  var given: Set<Setting> {
    var result: Set<Setting> = []
    if average != nil { result.insert(.average) }
    if threshold != nil { result.insert(.threshold) }
    if label != nil { result.insert(.label) }
    if k != nil { result.insert(.k) }
    if weights != nil { result.insert(.weights) }
    return result
  }
}
