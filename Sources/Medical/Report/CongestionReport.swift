import Basics
import Plotting
import Training

/// What the report of six-zone congestion scores has besides that of other tasks: errors zone by zone, the agreement of
/// the averages, the classes of heart failure.
public enum CongestionReport {
  /// Averages of images that the model's are compared with besides those of the zones that count as the truth.
  public struct Reference: Sendable {
    /// Whose they are, for titles: `the table's csi`, `the second reader`.
    public var name: String
    /// The average of each image that has one, by its id.
    public var averages: [String: Double]

    /// Creates a reference.
    public init(_ name: String, averages: [String: Double]) {
      self.name = name
      self.averages = averages
    }
  }

  /// Draws and tells it; nothing for predictions of another task.
  ///
  /// - Parameters:
  ///   - split: which images.
  ///   - rows: each image's truth and answers.
  ///   - metrics: what `metrics_SPLIT.json` holds.
  ///   - references: other averages to compare with.
  ///   - showsIDs: whether points are called by the images' ids.
  public static func addition(
    _ split: Split, _ rows: PredictionRows, metrics: JSONValue = .null,
    references: [Reference] = [], showsIDs: Bool
  ) -> (figures: [DocumentFigure], blocks: [DocumentBlock]) {
    let isGraded = rows.questions.allSatisfy { $0.classes == CSIDataset.classNames }
    guard isGraded, rows.questions.count > 1, !rows.ids.isEmpty else { return ([], []) }
    let predicted = averages(of: rows, \.predictions)
    let truth = Reference("the zones", averages: averages(of: rows, \.truths))
    let pairs = compare(predicted, with: truth, rows.ids)
    let compared = ([truth] + references).map { reference in
      (reference.name, compare(predicted, with: reference, rows.ids))
    }.filter { $0.0 == truth.name || !$0.1.isEmpty }
    return (
      [
        zoneErrors(split, rows), agreement(split, compared, showsIDs: showsIDs),
        heartFailure(split, pairs),
      ], CongestionTables(metrics).blocks
    )
  }

  private typealias Pair = (id: String, truth: Double, prediction: Double)

  private static func averages(
    of rows: PredictionRows, _ grades: (PredictionRows.Question) -> [Int]
  ) -> [String: Double] {
    let lists = rows.questions.map(grades)
    var averages: [String: Double] = [:]
    for (image, id) in rows.ids.enumerated() {
      averages[id] = CongestionScore.average(of: lists.map { $0[image] })
    }
    return averages
  }

  private static func compare(
    _ predicted: [String: Double], with reference: Reference, _ ids: [String]
  ) -> [Pair] {
    ids.compactMap { id in
      guard let prediction = predicted[id], let truth = reference.averages[id] else { return nil }
      return (id, truth, prediction)
    }
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

  private static func agreement(
    _ split: Split, _ references: [(name: String, pairs: [Pair])], showsIDs: Bool
  ) -> DocumentFigure {
    let charts = references.map { reference in
      let plot = BlandAltman(reference.pairs)
      let points = plot.points.map { point in
        DataPoint(
          point.mean, point.difference,
          title: "\(showsIDs ? point.id : "image")\n"
            + "mean \(NumberText.fixed(point.mean, decimals: 2))\n"
            + "difference \(NumberText.fixed(point.difference, decimals: 2))")
      }
      return Chart.blandAltman(
        "Model and \(reference.name)", points: points, bias: plot.bias, limits: plot.limits,
        quantity: "CSI average",
        note: points.isEmpty ? "" : "\(points.count) \(points.count == 1 ? "image" : "images")")
    }
    let others = references.dropFirst().map(\.name).joined(separator: " and ")
    return DocumentFigure(
      "\(split.rawValue)_csi_agreement",
      caption: "Bland-Altman plot of the CSI average (mean grade of the zones that can be graded), "
        + "\(split.rawValue): the model's minus that of the zones' true grades"
        + (others.isEmpty ? "" : ", or that of \(others)")
        + ", with bias and limits of agreement.",
      figure: Figure(
        panels: charts, columns: charts.count > 1 ? 2 : 1,
        width: charts.count > 1 ? Figure.pageWidth : 500))
  }

  private static func heartFailure(_ split: Split, _ averages: [Pair]) -> DocumentFigure {
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
