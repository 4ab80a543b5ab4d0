import Basics
import Training

/// The agreement of two readings, for people.
struct AgreementTable {
  let lines: [String]

  init(_ agreement: Agreement, _ intervals: ScoreIntervals?) {
    func number(_ value: Double?, _ decimals: Int = 2) -> String {
      value.map { NumberText.fixed($0, decimals: decimals) } ?? "-"
    }
    let values = agreement.values
    func score(_ name: String) -> String {
      ScoreIntervals.text(
        intervals?.values[name] ?? values[name], intervals?.intervals[name], decimals: 2)
    }
    var table = TextTable([
      "zone", "graded", "unknown", "accuracy", "F1 macro", "kappa (quadratic)", "MAE", "RMSE",
    ])
    for (zone, scores) in zip(agreement.zones, agreement.zoneScores) {
      table.add([
        zone, "\(scores.gradedCount)", "\(scores.unknownCount)", score("accuracy_\(zone)"),
        score("f1_macro_\(zone)"), score("quadratic_kappa_\(zone)"), score("mae_\(zone)"),
        number(scores.rootMeanSquaredError),
      ])
    }
    table.add([
      "all", "\(agreement.pooled.gradedCount)", "\(agreement.pooled.unknownCount)",
      score("accuracy"), score("f1_macro"), score("quadratic_kappa"), score("mae"),
      number(agreement.pooled.rootMeanSquaredError),
    ])
    var lines = table.lines
    lines.append("F1 of all zones is the mean over zones; kappa and errors are of all labels")
    let pooled = agreement.pooled
    lines.append(
      "errors: \(AgreementTable.percent(pooled.grossErrorRate)) of two grades or more, "
        + "\(AgreementTable.percent(pooled.severeMissRate)) of severe zones taken for less than "
        + "moderate, severity-weighted MAE \(number(pooled.severityWeightedError))")
    lines.append("")

    var averages = TextTable(["average grade", "images", "MAE", "RMSE", "Pearson", "bias"])
    var classes = TextTable([
      "heart failure", "images", "accuracy", "F1 macro", "F1 Low", "F1 Medium", "F1 High", "AUROC",
    ])
    for (label, part, infix) in [
      ("against zones", agreement.average, ""),
      ("against csi", agreement.givenScore, "_column"),
    ] {
      guard let part else { continue }
      averages.add(
        [label, "\(part.pairs.count)"]
          + ["mae", "rmse", "pearson", "bias"].map { score("csi\(infix)_\($0)") })
      let counts = HeartFailureScores(part.classes).counts
      let area =
        infix.isEmpty
        ? ScoreIntervals.text(
          part.rankings.auroc(), intervals?.intervals["ahf_auroc"], decimals: 2)
        : number(part.rankings.auroc())
      classes.add(
        [
          label, "\(part.pairs.count)", score("ahf\(infix)_accuracy"),
          score("ahf\(infix)_f1_macro"),
        ] + counts.map { number($0.f1) } + [area])
    }
    lines += averages.lines
    if let limits = agreement.average.blandAltman.limits {
      lines.append(
        "limits of agreement: \(number(limits.lowerBound)) to \(number(limits.upperBound))")
    }
    lines += [""] + classes.lines
    var matrix = TextTable(["true \\ predicted"] + HeartFailureClass.names)
    for (name, row) in zip(HeartFailureClass.names, agreement.average.classes.rows) {
      matrix.add([name] + row.map(String.init))
    }
    lines += [""] + matrix.lines
    self.lines = lines
  }

  private static func percent(_ share: Double?) -> String {
    share.map { NumberText.percent($0) } ?? "-"
  }
}
