import Basics
import Training

/// A second reader beside the model: each against the truth, on the images that the reader has read, and the model
/// against the reader.
struct ReaderComparison {
  private let path: String
  private let reader: Agreement
  private let model: Agreement
  private let modelAgainstReader: Agreement
  private let intervals: [ScoreIntervals?]

  init(_ table: ReaderTable, _ predictions: SplitPredictions, options: AnalysisOptions) {
    path = table.path
    let readings = table.readings(of: predictions.samples)
    let ids = predictions.samples.map(\.id)
    let zones = predictions.zones
    let expectations = predictions.expectedAverages(
      temperature: options.calibration?.temperature ?? 1)
    var truth = Readings.truth(of: predictions)
    reader = Agreement(reference: truth, answers: readings, ids: ids, zones: zones)
    // The model is compared on the same images.
    for (image, grades) in readings.grades.enumerated() where grades == nil {
      truth.grades[image] = nil
    }
    let answers = Readings.model(predictions)
    model = Agreement(
      reference: truth, answers: answers, ids: ids, zones: zones, expectations: expectations)
    modelAgainstReader = Agreement(
      reference: readings, answers: answers, ids: ids, zones: zones, expectations: expectations)
    intervals = [reader, model, modelAgainstReader].map { agreement in
      options.bootstrap.map { agreement.intervals(predictions, bootstrap: $0) }
    }
  }

  /// The section `reader` of a report.
  var json: JSONValue {
    func part(_ agreement: Agreement, _ intervals: ScoreIntervals?) -> JSONValue {
      var object = agreement.json
      object["intervals"] = intervals?.json ?? .null
      return .object(object)
    }
    return [
      "file": .string(path), "images": .int(reader.images.count),
      "reader_against_truth": part(reader, intervals[0]),
      "model_against_truth": part(model, intervals[1]),
      "model_against_reader": part(modelAgainstReader, intervals[2]),
    ]
  }

  /// The same in a few rows for people.
  var lines: [String] {
    guard !reader.images.isEmpty else {
      return ["second reader: \(path) has none of these images"]
    }
    let columns = [
      ("accuracy", "accuracy"), ("f1_macro", "F1 macro"), ("quadratic_kappa", "kappa (quadratic)"),
      ("mae", "MAE"), ("csi_mae", "average MAE"), ("ahf_accuracy", "heart failure accuracy"),
    ]
    var table = TextTable(["second reader"] + columns.map(\.1))
    let rows = [
      ("reader against truth", reader), ("model against truth", model),
      ("model against reader", modelAgainstReader),
    ]
    for ((label, agreement), intervals) in zip(rows, intervals) {
      let values = agreement.values
      table.add(
        [label]
          + columns.map { name, _ in
            ScoreIntervals.text(values[name], intervals?.intervals[name], decimals: 2)
          })
    }
    return table.lines
      + ["\(path): \(NumberText.count(reader.images.count, "image")) of this split"]
  }
}
