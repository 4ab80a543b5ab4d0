import Basics
import Plotting
import Training

/// What a critical reviewer of a paper would ask about a run.
public struct ReviewerNotes {
  private let account: RunAccount
  /// What the splits say of themselves: groups in more than one of them, classes missing.
  private let splitRemarks: [String]

  /// Looks at a run.
  public init(_ account: RunAccount, splitRemarks: [String]) {
    self.account = account
    self.splitRemarks = splitRemarks
  }

  /// Labels of a class below which its scores mean little.
  private static let smallClass = 10
  /// Images of a split below which intervals are wide.
  private static let smallSplit = 100

  /// One line each; none when nothing stands out.
  public var lines: [String] {
    splitRemarks + grouping + course + account.evaluations.flatMap(notes)
  }

  private var grouping: [String] {
    guard account.record != nil else { return [] }
    var lines: [String] = []
    let hasColumn = ["group_column", "group_csv"].contains { key in
      account.setting("Data", key).map { !$0.isEmpty && $0 != "none" } ?? false
    }
    let dataset = account.setting("Data", "dataset") ?? ""
    if !hasColumn, ["csi", "csv", "folder"].contains(dataset) {
      lines.append(
        "Nothing says which images belong to one patient (Data.group_column): images of one "
          + "patient may be in training and test, and scores too good.")
    }
    if account.evaluations.first?.split != .test {
      lines.append("There is no evaluation on a test split: the scores chose the weights.")
    }
    return lines
  }

  private var course: [String] {
    var lines: [String] = []
    let losses = values("loss", account.validation)
    let training = values("loss", account.training)
    if let best = losses.min(), let last = losses.last, let first = training.first,
      let end = training.last, losses.count >= 5, last > best * 1.15, end < first
    {
      lines.append(
        "Overfitting: the validation loss rose from \(text(best)) to \(text(last)) while the "
          + "training loss fell to \(text(end)); the best epoch's weights were kept.")
    }
    if let record = account.record, let metric = account.primaryMetric,
      let best = record.bestEpoch
    {
      let ours = value(metric, account.training, epoch: best)
      let theirs = value(metric, account.validation, epoch: best)
      let isLoss = MetricOptions.Direction.customary(for: metric) == .minimize
      if let ours, let theirs, !isLoss, ours - theirs > 0.15 {
        lines.append(
          "Overfitting: at the best epoch \(metric) is \(text(ours)) in training and "
            + "\(text(theirs)) in validation.")
      }
      if best == record.epochsTrained, record.stopReason == StopReason.epochsReached.text,
        best > 1
      {
        lines.append(
          "The last epoch was the best one: longer training might have helped.")
      }
    }
    return lines
  }

  private func notes(_ evaluation: RunAccount.Evaluation) -> [String] {
    let split = evaluation.split.rawValue
    let rows = evaluation.rows
    guard !rows.ids.isEmpty else { return [] }
    var lines: [String] = []
    if rows.ids.count < Self.smallSplit {
      lines.append(
        "The \(split) split has only \(rows.ids.count) images: its scores are uncertain.")
    }
    lines += rows.isMultilabel ? smallLabels(evaluation) : smallClasses(evaluation)
    if !rows.isMultilabel, let baseline = majority(rows), baseline.isBeaten == false {
      lines.append(
        "On \(split) the model is not better than always answering \(baseline.name) "
          + "(\(NumberText.percent(baseline.share)) of the labels).")
    }
    let diagram = SplitFigures.reliability(of: rows)
    if let error = diagram.expectedError, error > 0.1, diagram.count >= 50 {
      lines.append(
        "Uncalibrated: on \(split) the confidence is off by \(text(error)) on average (ECE); do "
          + "not read its probabilities as such.")
    }
    return lines
  }

  private func smallClasses(_ evaluation: RunAccount.Evaluation) -> [String] {
    let pooled = evaluation.rows.pooled
    let confusion = pooled.confusion
    let small = pooled.classes.indices.filter {
      $0 != pooled.unknown && confusion.support(of: $0) < Self.smallClass
    }
    return line(
      small.map { (pooled.classes[$0], confusion.support(of: $0)) }, evaluation.split.rawValue)
  }

  private func smallLabels(_ evaluation: RunAccount.Evaluation) -> [String] {
    let counts = evaluation.rows.questions.map { question in
      (question.name ?? "", question.truths.count { $0 == 1 })
    }
    return line(counts.filter { $0.1 < Self.smallClass }, evaluation.split.rawValue)
  }

  private func line(_ classes: [(String, Int)], _ split: String) -> [String] {
    guard !classes.isEmpty else { return [] }
    let names = classes.prefix(6).map { "\($0.0) (\($0.1))" }
    let more = classes.count > 6 ? ", ..." : ""
    return [
      "Classes with fewer than \(Self.smallClass) labels in \(split): "
        + "\(names.joined(separator: ", "))\(more); their scores mean little."
    ]
  }

  private func majority(_ rows: PredictionRows) -> (name: String, share: Double, isBeaten: Bool)? {
    let pooled = rows.pooled
    let confusion = pooled.confusion
    let classes = pooled.classes.indices.filter { $0 != pooled.unknown }
    let total = classes.reduce(0) { $0 + confusion.support(of: $1) }
    let right = classes.reduce(0) { $0 + confusion[truth: $1, prediction: $1] }
    guard total > 0,
      let largest = classes.max(by: { confusion.support(of: $0) < confusion.support(of: $1) })
    else { return nil }
    let count = confusion.support(of: largest)
    return (pooled.classes[largest], Double(count) / Double(total), right > count)
  }

  private func values(_ name: String, _ history: JSONValue) -> [Double] {
    (history[name]?.array ?? []).compactMap(\.double)
  }

  private func value(_ name: String, _ history: JSONValue, epoch: Int) -> Double? {
    let epochs = (history["epochs"]?.array ?? []).map(\.int)
    guard let place = epochs.firstIndex(of: epoch), let values = history[name]?.array,
      values.indices.contains(place)
    else { return nil }
    return values[place].double
  }

  private func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
}
