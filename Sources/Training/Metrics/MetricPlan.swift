/// The metrics of a run: which there are for its task, on which splits, and what they are called.
public struct MetricPlan: Sendable {
  /// A metric with what is known of it.
  struct Item: Sendable {
    let request: MetricRequest
    let metric: any Metric
    let direction: MetricOptions.Direction
    /// The names of its values.
    let names: [String]
  }

  /// What is predicted.
  public let task: PredictionTask
  private let items: [Item]

  /// Makes the metrics that are asked for.
  ///
  /// - Throws: `MetricError` for the first that cannot be had.
  public init(
    _ options: MetricOptions, task: PredictionTask, registry: MetricRegistry = .standard
  ) throws(MetricError) {
    self.task = task
    var items: [Item] = []
    var taken = MetricPlan.reservedNames
    for request in options.requests {
      if let name = request.name, !MetricPlan.isLegal(name) {
        throw MetricError(name, .badName)
      }
      var request = request
      let isAverageFree = request.name == nil && request.label == nil && request.average == nil
      if isAverageFree, ["precision", "recall", "f1"].contains(request.type.lowercased()) {
        request.average = .over(options.average)
      }
      let (metric, type) = try registry.make(request, task: task)
      let names = MetricCollection(task: task, metrics: [metric]).names
        .filter { !$0.hasPrefix("unknown_") }
      if let name = names.first(where: taken.contains) {
        throw MetricError(request.name ?? type.name, .duplicateName(name))
      }
      taken.formUnion(names)
      items.append(
        Item(request: request, metric: metric, direction: type.direction, names: names))
    }
    self.items = items
  }

  /// An empty collection of the metrics of a split.
  public func collection(for split: Split) -> MetricCollection {
    MetricCollection(
      task: task, metrics: items.filter { $0.request.stages.contains(split) }.map(\.metric))
  }

  /// The names of a split's metrics, the loss first.
  public func names(in split: Split) -> [String] {
    ["loss"] + collection(for: split).names
  }

  /// Which way is better for a metric: what its type in the registry says.
  ///
  /// - Parameter name: Its name, with or without a split in front.
  public func direction(of name: String) -> MetricOptions.Direction {
    let prefix = Split.allCases.map { "\($0.rawValue)_" }.first { name.hasPrefix($0) } ?? ""
    let plain = String(name.dropFirst(prefix.count))
    guard let item = items.first(where: { $0.names.contains(plain) }) else {
      return .customary(for: plain)
    }
    // One that gives several values of an image together names each for what it is: errors, a correlation.
    return item.metric.zoneRule == .joint && item.names.count > 1
      ? .customary(for: plain) : item.direction
  }

  /// The metrics that people see while a run goes on, by their first names.
  public var progressNames: [String] {
    items.filter(\.request.showsProgress).compactMap(\.names.first)
  }

  /// The loss, and the sections that evaluation writes beside the metrics.
  private static let reservedNames: Set = [
    "loss", "split", "images", "groups", "classes", "confusion_matrix", "overall", "zones",
    "csi_average", "ahf", "unknown", "calibration", "intervals", "reader",
  ]

  /// Whether a name can be a column, an INI section and a word of a command line.
  private static func isLegal(_ name: String) -> Bool {
    name.first.map { $0.isASCII && $0.isLetter } == true
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
