import Basics
import Testing
import Training

/// What evaluation says of classification and of labels.
struct ClassAnalysisTests {
  private func report(_ predictions: SplitPredictions) -> AnalysisReport {
    ClassAnalysis().report(
      on: predictions,
      options: AnalysisOptions(bootstrap: ClusterBootstrap(drawCount: 20, seed: 1)))
  }

  // truth 0 0 1 1, predictions 0 1 1 1.
  @Test func classesAreAccountedForOneByOne() throws {
    var predictions = SplitPredictions(
      task: .classification(classes: ["cat", "dog"]), split: .test)
    for (index, (truth, score)) in [(0, -1), (0, 1), (1, 2), (1, 3)].enumerated() {
      predictions.add(
        Sample(id: "\(index)", labels: [Int32(truth)]), logits: [0, Float(score)])
    }
    let report = report(predictions)
    let cat = try #require(report.sections["classes"]?[0])
    #expect(cat["name"] == "cat" && cat["support"] == 2)
    #expect(cat["precision"]?.double == 1 && cat["recall"]?.double == 0.5)
    #expect(report.sections["classes"]?[1]?["auroc"]?.double == 1)
    #expect(report.sections["confusion_matrix"] == [[1, 1], [0, 2]])
    let scores = try #require(report.sections["intervals"]?["scores"])
    #expect(scores["accuracy"]?["value"] == 0.75)
    #expect(scores["auroc"]?["value"]?.double == 1)
    #expect(report.sections["intervals"]?["clusters"] == "images")
    #expect(report.lines.contains { $0.hasPrefix("cat ") })
  }

  @Test func labelsHaveAMatrixEach() throws {
    var predictions = SplitPredictions(task: .multilabel(labels: ["a", "b"]), split: .val)
    for (index, (targets, logits)) in [([1, 0], [1, -1]), ([0, 0], [1, -1])].enumerated() {
      predictions.add(
        Sample(id: "\(index)", targets: targets.map(Float.init)), logits: logits.map(Float.init))
    }
    let report = report(predictions)
    #expect(report.sections["confusion_matrix"] == [[[0, 1], [0, 1]], [[2, 0], [0, 0]]])
    #expect(report.sections["classes"]?[1]?["f1"]?.isNull == true)
    #expect(report.sections["classes"]?[0]?["auroc"] == 0.5)
    #expect(report.sections["intervals"]?["scores"]?["accuracy"]?["value"] == 0.75)
  }

  @Test func probabilitiesInTheTableAreCalibrated() throws {
    var predictions = SplitPredictions(
      task: .classification(classes: ["cat", "dog"]), split: .test)
    predictions.add(Sample(id: "a", labels: [1]), logits: [0, 4])
    let plain = PredictionTable(predictions).csv
    let calibrated = PredictionTable(predictions, temperature: 4).csv
    #expect(plain.hasPrefix("id,truth,prediction,p_cat,p_dog\na,dog,dog,0.0179"))
    #expect(calibrated.contains("a,dog,dog,0.2689"))
  }
}
