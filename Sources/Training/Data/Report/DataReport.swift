import Basics
import Imaging

/// What there is to know of a data set before training on it.
public struct DataReport: Sendable {
  /// One split in numbers.
  public struct Part: Hashable, Sendable {
    /// Which split.
    public var split: Split
    /// The number of samples.
    public var samples: Int
    /// The number of groups, samples without one counting as groups of one; nil if no sample has one.
    public var groups: Int?
    /// For each zone (one row for other tasks) how many samples have each class or label.
    public var balance: [[Int]]
  }

  /// The kind of data set.
  public let dataset: String
  /// What is to be predicted.
  public let task: PredictionTask
  /// The fingerprint of the data set (see `DatasetHash`).
  public let hash: String
  /// The splits in numbers.
  public let parts: [Part]
  /// What decoding every image showed; nil if that was not done.
  public let inspection: ImageInspection?
  /// Samples that were left out.
  public let skipped: [SkippedSample]
  /// Everything that people should know, one line each.
  public let notices: [String]

  /// Counts and, from an inspection, judges.
  ///
  /// - Parameters:
  ///   - dataset: the data.
  ///   - splits: their splits.
  ///   - intensity: how values are stretched; dim images are a problem only where they are not.
  ///   - inspection: the decoded images.
  public init(
    _ dataset: any ImageDataset, splits: Splits, intensity: Intensity,
    inspection: ImageInspection?
  ) {
    self.dataset = dataset.name
    task = dataset.task
    hash = DatasetHash.hexadecimal(of: dataset)
    skipped = dataset.skipped
    self.inspection = inspection
    let samples = dataset.samples
    parts = Split.allCases.map { split in
      DataReport.part(split, of: splits[split].map { samples[$0] }, task: dataset.task)
    }
    var notices = dataset.notices + splits.notices
    if let remark = splits.duplicateRemark(among: dataset.samples) { notices.append(remark) }
    if let inspection {
      if let error = inspection.error { notices.append(error.description) }
      if intensity == .fullRange, let first = inspection.dim.first {
        let count = inspection.dim.count
        notices.append(
          "\(count) image\(count == 1 ? " uses" : "s use") less than 10 % of the range of their "
            + "values (\(samples[first].id)\(count > 1 ? ", ..." : "")): set Data.intensity to "
            + "min_max or percentile(1, 99)")
      }
    }
    self.notices = notices
  }

  private static func part(_ split: Split, of samples: [Sample], task: PredictionTask) -> Part {
    let rows = max(1, task.labelsPerSample)
    var balance = Array(
      repeating: [Int](repeating: 0, count: task.classes.count), count: rows)
    for sample in samples {
      for (row, label) in sample.labels.enumerated() { balance[row][Int(label)] += 1 }
      for (label, target) in sample.targets.enumerated() where target > 0.5 {
        balance[0][label] += 1
      }
    }
    let named = Set(samples.compactMap(\.group))
    let alone = samples.count { $0.group == nil }
    return Part(
      split: split, samples: samples.count, groups: named.isEmpty ? nil : named.count + alone,
      balance: balance)
  }
}
