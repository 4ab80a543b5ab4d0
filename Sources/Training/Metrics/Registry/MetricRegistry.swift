/// The types of metrics that can be asked for by name.
public struct MetricRegistry: Sendable {
  /// The types, in the order in which they are listed.
  public private(set) var types: [MetricType]

  /// Creates a registry.
  public init(_ types: [MetricType]) {
    self.types = types
  }

  /// Adds a type; one of the same name is replaced.
  public mutating func register(_ type: MetricType) {
    types.removeAll { $0.name == type.name }
    types.append(type)
  }

  /// The type that a request means.
  func type(of request: MetricRequest) throws(MetricError) -> MetricType {
    let wanted = request.type.lowercased()
    if let type = types.first(where: { $0.name.lowercased() == wanted }) { return type }
    throw MetricError(request.type, .unknownType(known: types.map(\.name)))
  }

  /// Makes a metric.
  ///
  /// - Throws: `MetricError` when there is no such type, or it does not fit the task or its settings.
  public func make(
    _ request: MetricRequest, task: PredictionTask
  ) throws(MetricError) -> (metric: any Metric, type: MetricType) {
    var request = request
    if let count = MetricRegistry.topCount(request.type) {
      request.type = "topK_accuracy"
      request.k = count
    }
    let type = try type(of: request)
    let shown = request.name ?? type.name
    let needless = request.given.subtracting(type.settings).map(\.rawValue).sorted().first
    if let needless {
      throw MetricError(
        shown,
        .needlessSetting(needless, type: type.name, known: type.settings.map(\.rawValue).sorted()))
    }
    guard type.fits(task) else {
      let fitting = types.filter { $0.fits(task) }.map(\.name)
      throw MetricError(shown, .unfit(task: task.phrase, fitting: fitting))
    }
    return (try type.make(request, task), type)
  }

  /// The 5 of `top5_accuracy`.
  private static func topCount(_ name: String) -> Int? {
    let name = name.lowercased()
    guard name.hasPrefix("top"), name.hasSuffix("_accuracy") else { return nil }
    return Int(name.dropFirst(3).dropLast("_accuracy".count))
  }
}

extension PredictionTask {
  /// What is predicted, in a few words.
  var phrase: String {
    switch self {
    case .classification(let classes):
      "\(classes.count) classes (\(PredictionTask.shortened(classes)))"
    case .zones(let zones, let classes, _): "\(classes.count) classes in \(zones.count) zones"
    case .multilabel(let labels): "\(labels.count) labels (\(PredictionTask.shortened(labels)))"
    }
  }

  private static func shortened(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", ..." : "")
  }
}
