import Basics

/// The scores of a task with one class label for each of several zones, one class of which means "unknown".
///
/// Labels whose truth is unknown are left out of the grades' scores. A grade that is predicted as unknown is a miss,
/// but opens no class: averages run over the grades that occur in the truth. The overall scores are means over zones;
/// `f1_macro_pooled` treats all zones as one.
public struct ZoneMetrics: EpochMetrics {
  /// One confusion matrix for each zone.
  public private(set) var confusions: [ConfusionMatrix]
  private let zones: [String]
  private let unknown: Int
  private let options: MetricOptions

  /// Creates an empty collection.
  ///
  /// - Parameters:
  ///   - zones: Their names, in the order of the labels.
  ///   - classCount: The number of classes, the unknown one included.
  ///   - unknown: The class that means "unknown".
  ///   - options: What to report.
  public init(zones: [String], classCount: Int, unknown: Int, options: MetricOptions) {
    confusions = Array(repeating: ConfusionMatrix(classCount: classCount), count: zones.count)
    self.zones = zones
    self.unknown = unknown
    self.options = options
  }

  public mutating func add(logits: [Float], labels: [Int32], targets: [Float]) {
    let classCount = confusions[0].classCount
    for (row, label) in labels.enumerated() {
      let scores = logits[row * classCount..<(row + 1) * classCount]
      confusions[row % zones.count].add(truth: Int(label), prediction: argmax(scores))
    }
  }

  public var values: MetricValues {
    let report = ScoreReport(options: options)
    let pooled = confusions.reduce(into: ConfusionMatrix(classCount: confusions[0].classCount)) {
      $0.add($1)
    }
    let perZone = confusions.map { scores(of: $0, report) }
    var values = MetricValues()
    for name in perZone[0].names {
      let defined = perZone.compactMap { $0[name] }
      values[name] = defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
    if options.families.contains(.accuracy) {
      values["accuracy"] = accuracy(of: pooled)
    }
    if options.families.contains(.f1) {
      values["f1_macro_pooled"] = scores(of: pooled, report)["f1_macro"]
      values = values.merging(report.perClass(grades(of: pooled)))
    }
    values = values.merging(unknownScores(of: pooled))
    for (zone, scores) in zip(zones, perZone) {
      for entry in scores.entries {
        values["\(entry.name)_\(zone)"] = entry.value
      }
    }
    return values
  }

  public var state: JSONValue {
    .array(confusions.map(\.json))
  }

  public mutating func restore(_ state: JSONValue) -> Bool {
    let classCount = confusions[0].classCount
    let matrices = state.array?.compactMap { ConfusionMatrix(classCount: classCount, json: $0) }
    guard let matrices, matrices.count == zones.count else { return false }
    confusions = matrices
    return true
  }

  /// The grades' counts, without the samples whose truth is unknown.
  private func grades(of confusion: ConfusionMatrix) -> [ClassCounts] {
    (0..<confusion.classCount).filter { $0 != unknown }.map { grade in
      let counts = confusion.counts(of: grade, excludingTruth: unknown)
      // A grade that never is the truth takes part in no average, even if it was predicted.
      return counts.support > 0
        ? counts : ClassCounts(truePositives: 0, falsePositives: 0, falseNegatives: 0)
    }
  }

  private func scores(of confusion: ConfusionMatrix, _ report: ScoreReport) -> MetricValues {
    report.values(
      of: grades(of: confusion).filter(\.occurs), accuracy: accuracy(of: confusion))
  }

  private func accuracy(of confusion: ConfusionMatrix) -> Double? {
    let known = (0..<confusion.classCount).filter { $0 != unknown }
    let total = known.reduce(0) { $0 + confusion.support(of: $1) }
    let hits = known.reduce(0) { $0 + confusion[truth: $1, prediction: $1] }
    return total == 0 ? nil : Double(hits) / Double(total)
  }

  /// How well "unknown" is detected, over all labels; nil when there is none to find or none was claimed.
  private func unknownScores(of confusion: ConfusionMatrix) -> MetricValues {
    let counts = confusion.counts(of: unknown)
    var values = MetricValues()
    values["unknown_precision"] =
      counts.truePositives + counts.falsePositives == 0 ? nil : counts.precision
    values["unknown_recall"] = counts.support == 0 ? nil : counts.recall
    values["unknown_f1"] = counts.f1
    return values
  }
}
