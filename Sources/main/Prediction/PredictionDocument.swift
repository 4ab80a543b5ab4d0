import Basics
import Medical
import Reporting
import Training

/// Predictions in the forms in which they are written.
struct PredictionDocument {
  let task: PredictionTask
  let results: [PredictionResult]
  let showsLogits: Bool

  /// An array of `{"id", "path", "prediction", "probabilities", "logits"}`; with zones or labels each of the last three
  /// has an entry for each zone or label.
  ///
  /// Zones are followed by `csi_average`, the mean grade of those that can be graded, `ahf`, the class of acute heart
  /// failure it means, `ungradable`, whether no zone can be graded, and `notice`, that this is research.
  var json: JSONValue {
    .array(
      results.map { result in
        var object: JSONObject = [
          "id": .string(result.input.id), "path": .string(result.input.path),
        ]
        object["prediction"] = each(result) { .string(name(of: $0)) }
        object["probabilities"] = each(result) { answer in
          JSONValue(answer.probabilities.map(Optional.some))
        }
        if showsLogits {
          object["logits"] = each(result) { .array($0.logits.map { JSONValue($0) }) }
        }
        if let summary = ZoneSummary(result.prediction, task: task) {
          object["csi_average"] = JSONValue(summary.average)
          object["ahf"] = summary.heartFailure.map { .string($0.name) } ?? .null
          object["ungradable"] = .bool(summary.isUngradable)
          object["notice"] = .string(RunReport.notice)
        }
        return .object(object)
      })
  }

  /// A row an image: `id, path, prediction, p_CLASS...`, with the zone's or label's name behind where there are several.
  var csv: String {
    var lines: [[String]] = []
    for result in results {
      var header = ["id", "path"]
      var cells = [result.input.id, result.input.path]
      for answer in result.prediction.answers {
        let suffix = answer.name.map { "_\($0)" } ?? ""
        header.append("prediction\(suffix)")
        cells.append(name(of: answer))
        for (index, probability) in answer.probabilities.enumerated() {
          header.append(
            answer.probabilities.count == 1 ? "p\(suffix)" : "p_\(task.classes[index])\(suffix)")
          cells.append("\(probability)")
        }
        if showsLogits {
          for (index, logit) in answer.logits.enumerated() {
            header.append(
              answer.logits.count == 1 ? "logit\(suffix)" : "logit_\(task.classes[index])\(suffix)")
            cells.append("\(logit)")
          }
        }
      }
      if let summary = ZoneSummary(result.prediction, task: task) {
        header += ["csi_average", "ahf", "ungradable", "notice"]
        cells.append(summary.average.map { "\($0)" } ?? "")
        cells.append(summary.heartFailure?.name ?? "")
        cells.append("\(summary.isUngradable)")
        cells.append(RunReport.notice)
      }
      if lines.isEmpty { lines.append(header) }
      lines.append(cells)
    }
    return lines.map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }

  private func each(
    _ result: PredictionResult, _ value: (Prediction.Answer) -> JSONValue
  ) -> JSONValue {
    let answers = result.prediction.answers
    if answers.count == 1, answers[0].name == nil { return value(answers[0]) }
    return .object(JSONObject(answers.map { ($0.name ?? "", value($0)) }))
  }

  private func name(of answer: Prediction.Answer) -> String {
    if case .multilabel = task { return "\(answer.predicted)" }
    return task.classes[answer.predicted]
  }
}

/// What the zones of an image come to.
struct ZoneSummary {
  /// The mean grade of the zones that can be graded; nil when none can.
  let average: Double?

  /// nil for other tasks.
  init?(_ prediction: Prediction, task: PredictionTask) {
    guard case .zones = task else { return nil }
    average = CongestionScore.average(of: prediction.answers.map(\.predicted))
  }

  /// The class of acute heart failure; nil without an average.
  var heartFailure: HeartFailureClass? { average.map(HeartFailureClass.init(average:)) }

  /// Whether no zone can be graded.
  var isUngradable: Bool { average == nil }
}

/// A file that predictions are written to.
struct PredictionOutput {
  let path: String
  private let isTable: Bool

  init(path: String) throws {
    self.path = path
    switch FilePath.fileExtension(path).lowercased() {
    case "json": isTable = false
    case "csv": isTable = true
    default:
      throw UsageError.badValue(
        option: "--output", value: path, expected: "a name that ends in .json or .csv")
    }
  }

  func write(_ document: PredictionDocument) throws {
    try AtomicFile.write(
      isTable ? document.csv : document.json.text(pretty: true), to: path)
  }
}
