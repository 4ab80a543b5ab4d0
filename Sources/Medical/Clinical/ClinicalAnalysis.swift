import Basics
import Training

/// Looks at six-zone congestion scores as a clinician does: each zone, the average, the class of heart failure,
/// calibration, intervals, and what a second reader makes of the same images.
public struct ClinicalAnalysis: SplitAnalysis {
  /// The second reader, if there is one.
  public var reader: ReaderTable?

  /// Creates an analysis.
  public init(reader: ReaderTable? = nil) {
    self.reader = reader
  }

  public func report(
    on predictions: SplitPredictions, options: AnalysisOptions
  ) -> AnalysisReport {
    let agreement = ClinicalAnalysis.agreement(
      of: predictions, temperature: options.calibration?.temperature ?? 1)
    let intervals = options.bootstrap.map { agreement.intervals(predictions, bootstrap: $0) }
    let calibration = CalibrationReport(predictions, scaling: options.calibration)
    let comparison = reader.map {
      ReaderComparison($0, predictions, options: options)
    }

    var sections: JSONObject = [
      "split": .string(predictions.split.rawValue), "images": .int(predictions.count),
      "groups": predictions.hasGroups ? .int(predictions.clusters.count) : .null,
    ]
    for (name, value) in agreement.json.pairs { sections[name] = value }
    sections["unknown"] = ClinicalAnalysis.unknown(predictions, agreement)
    sections["calibration"] = calibration.json
    sections["intervals"] = intervals?.json ?? .null
    sections["reader"] = comparison?.json ?? .null

    var lines = [ClinicalAnalysis.heading(predictions, agreement), ""]
    lines += AgreementTable(agreement, intervals).lines
    if let intervals { lines.append(intervals.explanation) }
    if let line = calibration.line { lines.append(line) }
    if let comparison { lines += [""] + comparison.lines }
    return AnalysisReport(sections: sections, lines: lines)
  }

  /// How well the model agrees with the truth.
  ///
  /// - Parameter temperature: What outputs are divided by before images are ranked by their expected averages.
  public static func agreement(
    of predictions: SplitPredictions, temperature: Double = 1
  ) -> Agreement {
    Agreement(
      reference: .truth(of: predictions), answers: .model(predictions),
      ids: predictions.samples.map(\.id), zones: predictions.zones,
      expectations: predictions.expectedAverages(temperature: temperature))
  }

  /// How well zones that cannot be graded are found: by the most probable class, and ranked by its probability.
  private static func unknown(
    _ predictions: SplitPredictions, _ agreement: Agreement
  ) -> JSONValue {
    let scores = agreement.pooled.unknown
    let rows = predictions.oneAgainstRest(CongestionGrade.unknown.rawValue)
    return [
      "labels": .int(agreement.pooled.unknownCount), "precision": JSONValue(scores.precision),
      "recall": JSONValue(scores.recall), "f1": JSONValue(scores.f1),
      "auroc": JSONValue(
        RankedScores(scores: rows.scores, positives: rows.positives).areaUnderROC()),
    ]
  }

  private static func heading(_ predictions: SplitPredictions, _ agreement: Agreement) -> String {
    let groups =
      predictions.hasGroups ? " of \(NumberText.count(predictions.clusters.count, "group"))" : ""
    let labels = agreement.pooled
    return
      "\(predictions.split.rawValue): \(NumberText.count(predictions.count, "image"))\(groups), "
      + "\(NumberText.count(labels.gradedCount, "graded zone")), \(labels.unknownCount) unknown"
  }
}

extension SplitPredictions {
  /// The names of the zones; none of another task.
  public var zones: [String] {
    if case .zones(let zones, _, _) = task { zones } else { [] }
  }

  /// For each image the mean of its zones' expected grades; nil where every zone is most probably unknown.
  ///
  /// - Parameter temperature: What outputs are divided by first.
  public func expectedAverages(temperature: Double = 1) -> [Double?] {
    samples.indices.map { sample in
      CongestionScore.expectation(
        of: zones.indices.map {
          probabilities(of: sample, question: $0, temperature: temperature)
        })
    }
  }
}
