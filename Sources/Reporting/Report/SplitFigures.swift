import Basics
import Plotting
import Training

/// The plots of an evaluated split that every task has.
struct SplitFigures {
  let evaluation: RunAccount.Evaluation

  /// Curves in one chart: more are no longer told apart.
  private static let curveLimit = 8
  /// Matrices and charts in one grid.
  private static let gridLimit = 12

  private var split: String { evaluation.split.rawValue }
  private var rows: PredictionRows { evaluation.rows }

  /// All of them, in the order of a report.
  func make() -> [DocumentFigure] {
    guard !rows.ids.isEmpty else { return [] }
    return confusions + curves + [reliability].compactMap(\.self)
  }

  // MARK: Confusion

  /// Of all questions together and, where there are several, of each.
  var confusions: [DocumentFigure] {
    var figures: [DocumentFigure] = []
    if !rows.isMultilabel {
      let pooled = rows.pooled
      let panel = MatrixPanel.confusion(
        rows.questions.count > 1 ? "All zones, \(split)" : "Confusion, \(split)",
        counts: pooled.confusion.rows,
        classes: pooled.classes)
      let width = min(max(170 + 78 * Double(pooled.classes.count), 300), Figure.pageWidth)
      figures.append(
        DocumentFigure(
          "\(split)_confusion",
          caption: "Confusion matrix, \(split): counts, and their share of the row. "
            + "Rows are the truth.",
          figure: Figure(panels: [panel], width: width)))
    }
    if rows.questions.count > 1 {
      let questions = rows.questions.prefix(Self.gridLimit)
      let panels = questions.map { question in
        MatrixPanel.confusion(
          question.name ?? "", counts: question.confusion.rows, classes: question.classes)
      }
      figures.append(
        DocumentFigure(
          "\(split)_confusion_\(rows.isMultilabel ? "labels" : "zones")",
          caption: "Confusion matrix of each \(rows.isMultilabel ? "label" : "zone"), \(split).",
          figure: Figure(
            panels: panels, columns: rows.isMultilabel ? 3 : 2, width: Figure.pageWidth)))
    }
    return figures
  }

  // MARK: Curves

  private struct Curves {
    var roc: [Chart.Curve] = []
    var precisionRecall: [Chart.Curve] = []

    mutating func add(_ name: String, _ rows: (scores: [Double], positives: [Bool])) {
      let ranked = RankedScores(scores: rows.scores, positives: rows.positives)
      let roc = ROCCurve(ranked)
      self.roc.append(
        Chart.Curve(
          name, score: roc?.area,
          points: (roc?.points ?? []).map {
            DataPoint($0.falsePositiveRate, $0.truePositiveRate)
          }))
      let recall = PrecisionRecallCurve(ranked)
      precisionRecall.append(
        Chart.Curve(
          name, score: recall?.averagePrecision,
          points: (recall?.points ?? []).map { DataPoint($0.recall, $0.precision) }))
    }

    /// The curves with the smallest areas, where there are too many.
    func limited() -> (curves: Curves, note: String) {
      guard roc.count > SplitFigures.curveLimit else { return (self, "") }
      let kept = roc.indices.sorted { (roc[$0].score ?? 2) < (roc[$1].score ?? 2) }
        .prefix(SplitFigures.curveLimit).sorted()
      var result = Curves()
      result.roc = kept.map { roc[$0] }
      result.precisionRecall = kept.map { precisionRecall[$0] }
      return (result, "the \(SplitFigures.curveLimit) of \(roc.count) with the smallest area")
    }
  }

  private func curves(of question: PredictionRows.Question) -> Curves {
    var curves = Curves()
    // Of two classes the second is the positive one.
    let labels = question.classes.count == 2 ? [1] : Array(question.classes.indices)
    for label in labels { curves.add(question.classes[label], question.oneAgainstRest(label)) }
    return curves
  }

  private var curves: [DocumentFigure] {
    var all = Curves()
    if rows.isMultilabel {
      for question in rows.questions {
        all.add(question.name ?? "", question.oneAgainstRest(1))
      }
    } else {
      all = curves(of: rows.pooled)
    }
    let (shown, note) = all.limited()
    var figures = [
      DocumentFigure(
        "\(split)_roc",
        caption: "Receiver operating characteristic and precision-recall curves, \(split), each "
          + "\(rows.isMultilabel ? "label" : "class") against the rest.",
        figure: Figure(
          panels: [
            Chart.roc("ROC, \(split)", shown.roc, note: note),
            Chart.precisionRecall(
              "Precision and recall, \(split)", shown.precisionRecall, note: note),
          ], columns: 2, width: Figure.pageWidth))
    ]
    if rows.questions.count > 1, !rows.isMultilabel {
      let questions = rows.questions.prefix(Self.gridLimit)
      figures.append(
        DocumentFigure(
          "\(split)_roc_zones", caption: "ROC of each zone, \(split), each class against the rest.",
          figure: Figure(
            panels: questions.map {
              Chart.roc($0.name ?? "", curves(of: $0).limited().curves.roc)
            }, columns: 2, width: Figure.pageWidth)))
      figures.append(
        DocumentFigure(
          "\(split)_pr_zones",
          caption: "Precision and recall of each zone, \(split), each class against the rest.",
          figure: Figure(
            panels: questions.map {
              Chart.precisionRecall($0.name ?? "", curves(of: $0).limited().curves.precisionRecall)
            }, columns: 2, width: Figure.pageWidth)))
    }
    return figures
  }

  // MARK: Calibration

  /// How sure and how often right, over the answers whose truth is known.
  static func reliability(of rows: PredictionRows) -> ReliabilityDiagram {
    var diagram = ReliabilityDiagram()
    for question in rows.questions {
      for (image, truth) in question.truths.enumerated() where truth != question.unknown {
        let predicted = question.predictions[image]
        diagram.add(
          confidence: question.probabilities[image][predicted], isRight: predicted == truth)
      }
    }
    return diagram
  }

  private var reliability: DocumentFigure? {
    let diagram = Self.reliability(of: rows)
    guard diagram.count > 0 else { return nil }
    let width = 1 / Double(diagram.bins.count)
    let bins = diagram.bins.enumerated().map { index, bin in
      Chart.ReliabilityBin(
        range: Double(index) * width...Double(index + 1) * width, confidence: bin.confidence,
        accuracy: bin.accuracy, count: bin.count)
    }
    return DocumentFigure(
      "\(split)_reliability",
      caption: "Reliability diagram, \(split): how often answers of a confidence are right. ECE is "
        + "the expected calibration error.",
      figure: Figure(
        panels: [
          Chart.reliability(
            "Reliability, \(split)", bins: bins, calibrationError: diagram.expectedError)
        ], width: 460))
  }
}
