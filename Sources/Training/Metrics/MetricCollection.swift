import Basics

/// The metrics of a task over an epoch.
///
/// With zones, the overall values come first, then what is of interest only once, then how well "unknown" is found, then
/// the values of each zone with its name behind.
public struct MetricCollection: EpochMetrics {
  /// What was predicted so far: for each zone, or in all.
  public private(set) var predictions: [EpochPredictions]
  public let names: [String]
  private let task: PredictionTask
  private let metrics: [any Metric]

  /// Creates an empty collection.
  ///
  /// - Parameters:
  ///   - task: What is predicted.
  ///   - metrics: What is measured, in this order.
  public init(task: PredictionTask, metrics: [any Metric]) {
    self.task = task
    self.metrics = metrics
    let contents = metrics.reduce(into: EpochContents()) { $0.formUnion($1.contents) }
    let empty = task.questionForms.map { EpochPredictions(form: $0, contents: contents) }
    predictions = empty
    names = MetricCollection.values(of: empty, task: task, metrics: metrics).names
  }

  public mutating func add(logits: [Float], labels: [Int32], targets: [Float]) {
    let width = predictions[0].form.width
    if case .multilabel = task {
      for start in stride(from: 0, to: targets.count, by: width) {
        let range = start..<start + width
        predictions[0].add(logits[range], targets: targets[range])
      }
    } else {
      for (row, label) in labels.enumerated() {
        predictions[row % predictions.count]
          .add(logits[row * width..<(row + 1) * width], truth: label)
      }
    }
  }

  public var values: MetricValues {
    MetricCollection.values(of: predictions, task: task, metrics: metrics)
  }

  private static func values(
    of predictions: [EpochPredictions], task: PredictionTask, metrics: [any Metric]
  ) -> MetricValues {
    guard case .zones(let zones, _, let unknown) = task else {
      return metrics.reduce(MetricValues()) { $0.merging($1.values(of: predictions[0])) }
        .merging(details(of: predictions[0], metrics))
    }
    let pooled = EpochPredictions.pooled(predictions)
    var overall = MetricValues()
    var perZone = zones.map { _ in MetricValues() }
    for metric in metrics {
      if metric.zoneRule == .joint {
        overall = overall.merging(metric.values(ofZones: predictions))
        continue
      }
      let values = predictions.map { metric.values(of: $0) }
      for zone in zones.indices { perZone[zone] = perZone[zone].merging(values[zone]) }
      overall = overall.merging(
        metric.zoneRule == .mean ? MetricValues(meanOf: values) : metric.values(of: pooled))
    }
    overall = overall.merging(details(of: pooled, metrics))
      .merging(unknownScores(pooled.confusions[0], unknown: unknown))
    for (zone, values) in zip(zones, perZone) {
      for entry in values.entries { overall["\(entry.name)_\(zone)"] = entry.value }
    }
    return overall
  }

  public var state: JSONValue {
    .array(predictions.map(\.state))
  }

  public mutating func restore(_ state: JSONValue) -> Bool {
    guard let states = state.array, states.count == predictions.count else { return false }
    var read = predictions
    for (index, state) in states.enumerated() {
      guard read[index].restore(state) else { return false }
    }
    predictions = read
    return true
  }

  private static func details(
    of predictions: EpochPredictions, _ metrics: [any Metric]
  ) -> MetricValues {
    metrics.reduce(MetricValues()) { $0.merging($1.details(of: predictions)) }
  }

  /// How well "unknown" is detected, over all labels; nil when there is none to find or none was claimed.
  private static func unknownScores(_ confusion: ConfusionMatrix, unknown: Int) -> MetricValues {
    let counts = confusion.counts(of: unknown)
    var values = MetricValues()
    values["unknown_precision"] =
      counts.truePositives + counts.falsePositives == 0 ? nil : counts.precision
    values["unknown_recall"] = counts.support == 0 ? nil : counts.recall
    values["unknown_f1"] = counts.f1
    return values
  }
}

extension MetricValues {
  /// The mean of each value over the sets in which it is defined.
  init(meanOf sets: [MetricValues]) {
    self.init()
    for name in sets.first?.names ?? [] {
      let defined = sets.compactMap { $0[name] }
      self[name] = defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
  }
}

extension PredictionTask {
  /// How the answers of each question look: one a zone, or one in all.
  public var questionForms: [EpochPredictions.Form] {
    switch self {
    case .classification(let classes): [.classes(classes.count, unknown: nil)]
    case .multilabel(let labels): [.labels(labels.count)]
    case .zones(let zones, let classes, let unknown):
      zones.map { _ in .classes(classes.count, unknown: unknown) }
    }
  }
}
