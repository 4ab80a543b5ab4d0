import Basics

/// Looks at the answers of classification and multilabel tasks: class by class, calibration, intervals.
public struct ClassAnalysis: SplitAnalysis {
  /// Beyond so many classes, areas under curves have no intervals: they take too long.
  private static let rankedClassLimit = 20

  /// Creates an analysis.
  public init() {}

  public func report(
    on predictions: SplitPredictions, options: AnalysisOptions
  ) -> AnalysisReport {
    let questions = Array(0..<predictions.questionCount)
    let confusions = questions.map { predictions.confusion(questions: [$0]) }
    let problems = self.problems(predictions)
    let counts = self.counts(of: confusions, predictions.task)
    let calibration = CalibrationReport(predictions, scaling: options.calibration)
    let intervals = options.bootstrap.map { self.intervals(predictions, $0, problems) }

    var sections = JSONObject()
    sections["split"] = .string(predictions.split.rawValue)
    sections["images"] = .int(predictions.count)
    sections["classes"] = classes(predictions.task, counts, problems)
    sections["confusion_matrix"] =
      confusions.count == 1 && !predictions.isMultilabel
      ? confusions[0].json : .array(confusions.map(\.json))
    sections["calibration"] = calibration.json
    sections["intervals"] = intervals?.json ?? .null

    var lines = table(predictions.task, counts, problems)
    if let intervals {
      lines.append("")
      for name in intervals.values.names { lines.append("\(name)  \(intervals.text(name))") }
      lines.append(intervals.explanation)
    }
    if let line = calibration.line { lines.append(line) }
    return AnalysisReport(sections: sections, lines: lines)
  }

  private func classes(
    _ task: PredictionTask, _ counts: [ClassCounts], _ problems: [RankedScores]
  ) -> JSONValue {
    .array(
      task.classes.indices.map { label in
        let item = counts[label]
        return [
          "name": .string(task.classes[label]), "support": .int(item.support),
          "precision": JSONValue(item.precision), "recall": JSONValue(item.recall),
          "f1": JSONValue(item.f1), "auroc": JSONValue(problems[label].areaUnderROC()),
          "average_precision": JSONValue(problems[label].averagePrecision()),
        ]
      })
  }

  /// Each class or label against the rest.
  private func problems(_ predictions: SplitPredictions) -> [RankedScores] {
    predictions.task.classes.indices.map { label in
      let rows =
        predictions.isMultilabel
        ? predictions.oneAgainstRest(1, questions: [label]) : predictions.oneAgainstRest(label)
      return RankedScores(scores: rows.scores, positives: rows.positives)
    }
  }

  private func counts(of confusions: [ConfusionMatrix], _ task: PredictionTask) -> [ClassCounts] {
    if case .multilabel = task { return confusions.map { $0.counts(of: 1) } }
    return task.classes.indices.map { confusions[0].counts(of: $0) }
  }

  private func intervals(
    _ predictions: SplitPredictions, _ bootstrap: ClusterBootstrap, _ problems: [RankedScores]
  ) -> ScoreIntervals {
    let width = predictions.isMultilabel ? 2 : predictions.task.classes.count
    let entries = predictions.samples.indices.map { sample in
      (0..<predictions.questionCount).map { question in
        let truth = predictions.truth(of: sample, question: question)
        let prediction = predictions.prediction(of: sample, question: question)
        return (place: (question * width + truth) * width + prediction, value: 1.0)
      }
    }
    let isRanked = problems.count <= ClassAnalysis.rankedClassLimit
    // Of two classes the second is the positive one.
    let ranked = problems.count == 2 && !predictions.isMultilabel ? [problems[1]] : problems
    return ScoreIntervals(
      predictions, bootstrap: bootstrap, size: predictions.questionCount * width * width,
      entries: entries
    ) { sums, weights in
      let confusions = (0..<predictions.questionCount).compactMap { question in
        ConfusionMatrix(
          classCount: width,
          counts: sums[question * width * width..<(question + 1) * width * width].map { Int($0) })
      }
      let counts = self.counts(of: confusions, predictions.task)
      let total = confusions.reduce(0) { $0 + $1.total }
      let right = confusions.reduce(0) { sum, confusion in
        sum + (0..<width).reduce(0) { $0 + confusion[truth: $1, prediction: $1] }
      }
      var values = MetricValues()
      values["accuracy"] = total == 0 ? nil : Double(right) / Double(total)
      values["balanced_accuracy"] = ScoreAverage.macro.average(
        \.recall, over: counts.filter { $0.support > 0 })
      values["f1_macro"] = ScoreAverage.macro.average(\.f1, over: counts.filter(\.occurs))
      if isRanked {
        let areas = ranked.compactMap { $0.areaUnderROC(weights: weights) }
        values["auroc"] = areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
      }
      return values
    }
  }

  private func table(
    _ task: PredictionTask, _ counts: [ClassCounts], _ problems: [RankedScores]
  ) -> [String] {
    func text(_ value: Double?) -> String {
      value.map { NumberText.fixed($0, decimals: 3) } ?? "-"
    }
    var table = TextTable(["class", "images", "precision", "recall", "F1", "AUROC"])
    for (name, (counts, ranked)) in zip(task.classes, zip(counts, problems)).prefix(50) {
      table.add([
        name, "\(counts.support)", text(counts.precision), text(counts.recall), text(counts.f1),
        text(ranked.areaUnderROC()),
      ])
    }
    let rest = task.classes.count - 50
    return table.lines + (rest > 0 ? ["... and \(rest) more in the JSON file"] : [])
  }
}

extension SplitPredictions {
  /// Whether labels are present or absent on their own.
  public var isMultilabel: Bool {
    if case .multilabel = task { true } else { false }
  }
}
