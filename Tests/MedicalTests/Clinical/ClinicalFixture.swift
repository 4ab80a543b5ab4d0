import Medical
import Training

/// Answers about radiographs with six zones.
enum ClinicalFixture {
  static let task = PredictionTask.zones(
    zones: CSIDataset.standardZones, classes: CSIDataset.classNames,
    unknownClass: CSIDataset.unknownClass)

  /// The answers of `ClinicalGoldens`; three images a patient.
  static var golden: SplitPredictions {
    var predictions = SplitPredictions(task: task, split: .test)
    for image in ClinicalGoldens.scores.indices {
      predictions.add(
        Sample(
          id: "image\(image)", group: "patient\(image / 3)",
          labels: Array(ClinicalGoldens.truth[image * 6..<image * 6 + 6]),
          score: ClinicalGoldens.scores[image]),
        logits: Array(ClinicalGoldens.logits[image * 30..<image * 30 + 30]))
    }
    return predictions
  }

  /// Answers that are sure of one class each.
  ///
  /// - Parameters:
  ///   - truth: For each image six grades.
  ///   - predicted: The same.
  static func predictions(
    truth: [[Int32]], predicted: [[Int]], groups: [String?]? = nil
  ) -> SplitPredictions {
    var predictions = SplitPredictions(task: task, split: .test)
    for (image, (labels, answers)) in zip(truth, predicted).enumerated() {
      predictions.add(
        Sample(id: "image\(image)", group: groups?[image], labels: labels),
        logits: answers.flatMap { answer in (0..<5).map { $0 == answer ? 4 : 0 } })
    }
    return predictions
  }
}
