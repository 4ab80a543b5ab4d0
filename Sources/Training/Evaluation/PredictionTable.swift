import Basics

/// The predictions of a split beside their truth, as `predictions_SPLIT.csv` has them: a row an image.
///
/// Columns are `id, truth, prediction, p_CLASS...`; with zones or labels one such group for each, with the name behind:
/// `truth_right_sup, prediction_right_sup, p_Normal_right_sup, ...`.
public struct PredictionTable: Sendable {
  private let task: PredictionTask
  private var lines: [String]

  /// Creates a table with its header.
  public init(task: PredictionTask) {
    self.task = task
    let classes = task.classes
    var header = ["id"]
    switch task {
    case .classification:
      header += ["truth", "prediction"] + classes.map { "p_\($0)" }
    case .zones(let zones, _, _):
      for zone in zones {
        header += ["truth_\(zone)", "prediction_\(zone)"] + classes.map { "p_\($0)_\(zone)" }
      }
    case .multilabel(let labels):
      for label in labels { header += ["truth_\(label)", "prediction_\(label)", "p_\(label)"] }
    }
    lines = [header.map(csvField).joined(separator: ",")]
  }

  /// Adds the images of a batch.
  public mutating func add(_ batch: Batch, logits: [Float], samples: [Sample]) {
    let width = task.outputCount
    for (row, index) in batch.sampleIndices.enumerated() {
      let sample = samples[index]
      let prediction = Prediction(
        logits: logits[row * width..<(row + 1) * width], task: task)
      var cells = [sample.id]
      for (question, answer) in prediction.answers.enumerated() {
        if case .multilabel = task {
          cells += ["\(Int(sample.targets[question]))", "\(answer.predicted)"]
        } else {
          cells += [
            task.classes[Int(sample.labels[question])], task.classes[answer.predicted],
          ]
        }
        cells += answer.probabilities.map(\.csvCell)
      }
      lines.append(cells.map(csvField).joined(separator: ","))
    }
  }

  /// The whole table.
  public var csv: String {
    lines.joined(separator: "\n") + "\n"
  }
}

/// A field of a table as RFC 4180 has it: in quotes where it must be.
public func csvField(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\""
    + text.split(separator: "\"", omittingEmptySubsequences: false)
    .joined(separator: "\"\"") + "\""
}
