import Basics

/// The predictions of a split beside their truth, as `predictions_SPLIT.csv` has them: a row an image.
///
/// Columns are `id, truth, prediction, p_CLASS...`; with zones or labels one such group for each, with the name behind:
/// `truth_right_sup, prediction_right_sup, p_Normal_right_sup, ...`. Probabilities are calibrated where the model has a
/// temperature.
public struct PredictionTable: Sendable {
  private var lines: [String]

  /// Writes the answers of a split.
  ///
  /// - Parameter temperature: What calibrates probabilities; 1 leaves the model's own.
  public init(_ predictions: SplitPredictions, temperature: Double = 1) {
    let task = predictions.task
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
    let width = task.outputCount
    for (row, sample) in predictions.samples.enumerated() {
      let prediction = Prediction(
        logits: predictions.logits[row * width..<(row + 1) * width], task: task,
        temperature: temperature)
      var cells = [sample.id]
      for (question, answer) in prediction.answers.enumerated() {
        let truth = predictions.truth(of: row, question: question)
        if case .multilabel = task {
          cells += ["\(truth)", "\(answer.predicted)"]
        } else {
          cells += [classes[truth], classes[answer.predicted]]
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
