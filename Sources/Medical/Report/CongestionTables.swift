import Basics
import Plotting

/// What `metrics_SPLIT.json` says of six-zone congestion scores, as tables of a report.
struct CongestionTables {
  private let metrics: JSONValue

  init(_ metrics: JSONValue) {
    self.metrics = metrics
  }

  /// The tables of what there is.
  var blocks: [DocumentBlock] {
    guard metrics["overall"]?.object != nil else { return [] }
    let words =
      "Scores of grades leave out zones that nobody could grade; averages over grades run over those "
      + "that occur in the truth. F1, precision, recall and balanced accuracy of all zones are means over zones; "
      + "kappa and errors are of all labels together."
    let tables = [grades, zones, averages, heartFailure, unknown, calibration, reader]
    return [.paragraph(words)] + tables.compactMap(\.self).map(DocumentBlock.table)
  }

  // MARK: Tables

  private var grades: DocumentTable? {
    let names = [
      ("balanced_accuracy", "Balanced accuracy"), ("quadratic_kappa", "Quadratic kappa"),
      ("mae", "MAE of the grade"), ("rmse", "RMSE of the grade"),
      ("severity_weighted_mae", "Severity-weighted MAE"),
      ("gross_error_rate", "Wrong by two grades or more"),
      ("severe_miss_rate", "Severe zones taken for less than moderate"),
    ]
    let overall = metrics["overall"]
    return DocumentTable(
      ["Grades of all zones", "Value", "95 % interval"],
      names.compactMap { key, name in
        overall?[key].map { [name, text($0), interval(metrics["intervals"], key) ?? ""] }
      })
  }

  private var zones: DocumentTable? {
    guard let zones = metrics["zones"]?.object else { return nil }
    return DocumentTable(
      ["Zone", "Graded", "Unknown", "Balanced accuracy", "Quadratic kappa", "MAE", "RMSE"],
      zones.pairs.map { name, scores in
        [name, count(scores["graded"]), count(scores["unknown"])]
          + ["balanced_accuracy", "quadratic_kappa", "mae", "rmse"].map { text(scores[$0]) }
      })
  }

  /// The rows against the zones' grades and against the table's own score.
  private func references(_ section: String) -> [(name: String, infix: String, scores: JSONValue)] {
    [("Against the zones", "", "against_zones"), ("Against csi", "_column", "against_column")]
      .compactMap { name, infix, key in
        guard let scores = metrics[section]?[key], scores.object != nil else { return nil }
        return (name, infix, scores)
      }
  }

  private var averages: DocumentTable? {
    let rows = references("csi_average").map { name, infix, scores in
      [name, count(scores["images"])]
        + ["mae", "rmse", "pearson", "bias"].map { key in
          cell(scores[key], metrics["intervals"], "csi\(infix)_\(key)")
        }
    }
    return rows.isEmpty
      ? nil : DocumentTable(["CSI average", "Images", "MAE", "RMSE", "Pearson", "Bias"], rows)
  }

  private var heartFailure: DocumentTable? {
    let rows = references("ahf").map { name, infix, scores in
      [name, count(scores["images"])]
        + ["accuracy", "f1_macro", "auroc"].map { key in
          cell(scores[key], metrics["intervals"], "ahf\(infix)_\(key)")
        } + (scores["classes"]?.array ?? []).map { text($0["f1"]) }
    }
    return rows.isEmpty
      ? nil
      : DocumentTable(
        ["Acute heart failure", "Images", "Accuracy", "F1 macro", "AUROC"]
          + HeartFailureClass.names.map { "F1 \($0)" }, rows)
  }

  private var unknown: DocumentTable? {
    guard let unknown = metrics["unknown"], unknown.object != nil else { return nil }
    return DocumentTable(
      ["Zones that cannot be graded", "Labels", "Precision", "Recall", "F1", "AUROC"],
      [
        ["Found as such", count(unknown["labels"])]
          + ["precision", "recall", "f1", "auroc"].map { text(unknown[$0]) }
      ])
  }

  private var calibration: DocumentTable? {
    guard let calibration = metrics["calibration"], calibration.object != nil else { return nil }
    var rows = [
      [
        "As the network gives them", text(calibration["ece"]), text(calibration["nll"]), "",
      ]
    ]
    if let calibrated = calibration["calibrated"], calibrated.object != nil {
      rows.append([
        "Calibrated", text(calibrated["ece"]), text(calibrated["nll"]),
        text(calibration["temperature"]),
      ])
    }
    return DocumentTable(
      ["Probabilities", "ECE", "Negative log-likelihood", "Temperature"], rows)
  }

  private var reader: DocumentTable? {
    guard let reader = metrics["reader"], reader.object != nil else { return nil }
    let comparisons = [
      ("Reader against truth", "reader_against_truth"),
      ("Model against truth", "model_against_truth"),
      ("Model against reader", "model_against_reader"),
    ]
    let rows = comparisons.map { name, key in
      let part = reader[key]
      let zones = part?["overall"]
      let average = part?["csi_average"]?["against_zones"]
      let classes = part?["ahf"]?["against_zones"]
      return [name]
        + [
          (zones?["accuracy"], "accuracy"), (zones?["f1_macro"], "f1_macro"),
          (zones?["quadratic_kappa"], "quadratic_kappa"), (zones?["mae"], "mae"),
          (average?["mae"], "csi_mae"), (classes?["accuracy"], "ahf_accuracy"),
        ].map { cell($0.0, part?["intervals"], $0.1) }
    }
    return DocumentTable(
      [
        "Second reader, \(count(reader["images"])) images", "Accuracy", "F1 macro",
        "Quadratic kappa", "MAE", "MAE of the average", "Heart failure accuracy",
      ], rows)
  }

  // MARK: Cells

  private func text(_ value: JSONValue?) -> String {
    value?.double.map { NumberText.fixed($0, decimals: 3) } ?? "undefined"
  }

  private func count(_ value: JSONValue?) -> String { value?.int.map(String.init) ?? "undefined" }

  private func interval(_ section: JSONValue?, _ name: String) -> String? {
    guard let score = section?["scores"]?[name], let lower = score["lower"]?.double,
      let upper = score["upper"]?.double
    else { return nil }
    return NumberText.fixed(lower, decimals: 3) + " to " + NumberText.fixed(upper, decimals: 3)
  }

  /// A value with its interval, where it has one.
  private func cell(_ value: JSONValue?, _ section: JSONValue?, _ name: String) -> String {
    // A line may end before an interval, not within it.
    text(value)
      + (interval(section, name).map { " (\($0.replacing(" ", with: "\u{A0}")))" } ?? "")
  }
}
