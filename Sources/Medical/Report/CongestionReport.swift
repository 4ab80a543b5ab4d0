import Basics
import Plotting
import Training

/// What the report of six-zone congestion scores has besides that of other tasks: errors zone by zone, the agreement of
/// the averages, the classes of heart failure.
public enum CongestionReport {
  /// Draws and tells it; nothing for predictions of another task.
  ///
  /// - Parameter showsIDs: whether points are called by the images' ids.
  public static func addition(
    _ split: Split, _ rows: PredictionRows, showsIDs: Bool
  ) -> (figures: [DocumentFigure], blocks: [DocumentBlock]) {
    let isGraded = rows.questions.allSatisfy { $0.classes == CSIDataset.classNames }
    guard isGraded, rows.questions.count > 1, !rows.ids.isEmpty else { return ([], []) }
    let averages = rows.ids.indices.compactMap { image -> Average? in
      let truth = CongestionScore.average(of: rows.questions.map { $0.truths[image] })
      let prediction = CongestionScore.average(of: rows.questions.map { $0.predictions[image] })
      guard let truth, let prediction else { return nil }
      return Average(
        id: showsIDs ? rows.ids[image] : "image", truth: truth, prediction: prediction)
    }
    return (
      [zoneErrors(split, rows), agreement(split, averages), heartFailure(split, averages)], []
    )
  }

  private struct Average {
    var id: String
    var truth: Double
    var prediction: Double
  }

  // MARK: Zones

  private static func zoneErrors(_ split: Split, _ rows: PredictionRows) -> DocumentFigure {
    let errors = rows.questions.map(errors)
    let panels = [
      panel("Mean error in grades", rows, errors.map(\.mean), atLeast: 0.5) {
        NumberText.fixed($0, decimals: 2)
      },
      panel("Wrong by two grades or more", rows, errors.map(\.severe), atLeast: 0.1) {
        NumberText.percent($0)
      },
    ]
    return DocumentFigure(
      "\(split.rawValue)_zone_errors",
      caption:
        "Errors of each zone, \(split.rawValue), laid out as on the radiograph: the patient's "
        + "right lung is on the left. Only zones with a grade from 0 to 3 in truth and prediction.",
      figure: Figure(panels: panels, columns: 2, width: 640))
  }

  private static func errors(of question: PredictionRows.Question) -> (
    mean: Double?, severe: Double?
  ) {
    let differences = zip(question.truths, question.predictions).filter { truth, prediction in
      CongestionGrade.graded.contains(truth) && CongestionGrade.graded.contains(prediction)
    }.map { abs($0 - $1) }
    guard !differences.isEmpty else { return (nil, nil) }
    let count = Double(differences.count)
    return (
      Double(differences.reduce(0, +)) / count, Double(differences.count { $0 >= 2 }) / count
    )
  }

  private static func panel(
    _ title: String, _ rows: PredictionRows, _ values: [Double?], atLeast floor: Double,
    text: (Double) -> String
  ) -> MatrixPanel {
    let texts = values.map { $0.map(text) ?? "\u{2013}" }
    let largest = max(values.compactMap(\.self).max() ?? 0, floor)
    guard rows.questions.map(\.name) == Zone.names.map(Optional.some) else {
      return MatrixPanel(
        title, rows: rows.questions.map { $0.name ?? "" }, columns: [""],
        values: values.map { [$0] }, texts: texts.map { [$0] }, range: 0...largest, scale: .reds)
    }
    func grid<Value>(_ list: [Value]) -> [[Value]] {
      stride(from: 0, to: Zone.count, by: 2).map { [list[$0], list[$0 + 1]] }
    }
    return MatrixPanel(
      title, rows: ["superior", "middle", "inferior"], columns: ["right", "left"],
      values: grid(values), texts: grid(texts), range: 0...largest, scale: .reds)
  }

  // MARK: Averages

  private static func agreement(_ split: Split, _ averages: [Average]) -> DocumentFigure {
    let plot = BlandAltman(
      averages.map { (id: $0.id, truth: $0.truth, prediction: $0.prediction) })
    let points = plot.points.map { point in
      DataPoint(
        point.mean, point.difference,
        title: "\(point.id)\nmean \(NumberText.fixed(point.mean, decimals: 2))\n"
          + "difference \(NumberText.fixed(point.difference, decimals: 2))")
    }
    return DocumentFigure(
      "\(split.rawValue)_csi_agreement",
      caption: "Bland-Altman plot of the CSI average (mean grade of the zones that can be graded), "
        + "\(split.rawValue): predicted minus reference, with the limits of agreement.",
      figure: Figure(
        panels: [
          Chart.blandAltman(
            "Agreement of the CSI average, \(split.rawValue)", points: points, bias: plot.bias,
            limits: plot.limits, quantity: "CSI average",
            note: averages.isEmpty ? "" : "\(averages.count) images")
        ], width: 620))
  }

  private static func heartFailure(_ split: Split, _ averages: [Average]) -> DocumentFigure {
    var confusion = ConfusionMatrix(classCount: HeartFailureClass.allCases.count)
    for average in averages {
      confusion.add(
        truth: HeartFailureClass(average: average.truth).rawValue,
        prediction: HeartFailureClass(average: average.prediction).rawValue)
    }
    return DocumentFigure(
      "\(split.rawValue)_heart_failure",
      caption: "Likelihood of acute heart failure by the CSI average, \(split.rawValue): low up to "
        + "1.3, medium up to 2.2, high above.",
      figure: Figure(
        panels: [
          MatrixPanel.confusion(
            "Acute heart failure, \(split.rawValue)", counts: confusion.rows,
            classes: HeartFailureClass.names)
        ], width: 380))
  }
}
