import Basics
import Testing
import Training

/// What is read back from `predictions_SPLIT.csv`.
@Suite struct PredictionRowsTests {
  private func read(_ text: String) throws(DataError) -> PredictionRows {
    try PredictionRows(CSVTable(parsing: Array(text.utf8), file: "p.csv", separator: .comma))
  }

  private func sample(_ id: String, _ labels: [Int32], targets: [Float] = []) -> Sample {
    Sample(id: id, labels: labels, targets: targets)
  }

  @Test func classificationIsReadAsItWasWritten() throws {
    let task = PredictionTask.classification(classes: ["a", "b,c", "p_d"])
    var predictions = SplitPredictions(task: task, split: .test)
    predictions.add(sample("one", [1]), logits: [0, 2, 1])
    predictions.add(sample("two", [0]), logits: [0, 0.5, -1])
    let rows = try read(PredictionTable(predictions).csv)
    #expect(rows.ids == ["one", "two"])
    #expect(rows.questions.count == 1 && rows.questions[0].classes == ["a", "b,c", "p_d"])
    #expect(rows.questions[0].truths == [1, 0] && rows.questions[0].predictions == [1, 1])
    #expect(rows.questions[0].probabilities[0] == predictions.probabilities(of: 0))
    #expect(rows.pooled.confusion == predictions.confusion())
    #expect(!rows.isMultilabel && rows.questions[0].unknown == nil)
  }

  @Test func zonesAreQuestionsWhoseUnknownTruthsAreLeftOut() throws {
    let task = PredictionTask.zones(
      zones: ["left", "right_top"], classes: ["Normal", "Mild", "Unknown"], unknownClass: 2)
    var predictions = SplitPredictions(task: task, split: .val)
    predictions.add(sample("x", [1, 2]), logits: [0, 1, 0, 3, 0, 0])
    predictions.add(sample("y", [0, 0]), logits: [0, 1, 0, 3, 0, 0])
    let rows = try read(PredictionTable(predictions).csv)
    #expect(rows.questions.map(\.name) == ["left", "right_top"])
    #expect(rows.questions.map(\.unknown) == [2, 2])
    #expect(rows.pooled.confusion == predictions.confusion())
    let own = rows.pooled.oneAgainstRest(0)
    let expected = predictions.oneAgainstRest(0)
    #expect(own.scores == expected.scores && own.positives == expected.positives)
    // The second question's truth is unknown: only the first surprises.
    let p = predictions.probabilities(of: 0, question: 0)[1]
    #expect(abs(rows.surprises[0] - -logarithm(p)) < 1e-12)
  }

  private func logarithm(_ value: Double) -> Double {
    // By the series of atanh, apart from the library's function.
    let z = (value - 1) / (value + 1)
    return 2
      * (0..<400).reduce(0) { sum, k in
        var power = z
        for _ in 0..<2 * k { power *= z }
        return sum + power / Double(2 * k + 1)
      }
  }

  @Test func labelsArePresentOrAbsent() throws {
    let task = PredictionTask.multilabel(labels: ["cat", "dog"])
    var predictions = SplitPredictions(task: task, split: .test)
    predictions.add(sample("x", [], targets: [1, 0]), logits: [2, -1])
    let rows = try read(PredictionTable(predictions).csv)
    #expect(rows.isMultilabel)
    #expect(rows.questions.map(\.name) == ["cat", "dog"])
    #expect(rows.questions[0].truths == [1] && rows.questions[1].predictions == [0])
    #expect(rows.questions[0].probabilities[0] == predictions.probabilities(of: 0, question: 0))
  }

  @Test(arguments: [
    ("id,prediction\n", "truth"), ("truth,prediction,p_a\n", "id"),
    ("id,truth,prediction\nx,a,a\n", "p_CLASS"), ("id,truth,p_a\nx,a,1\n", "prediction"),
    ("id,truth,prediction,p_a\nx,b,a,1\n", "\"b\""),
    ("id,truth,prediction,p_a\nx,a,a,2\n", "\"2\""),
    ("id,truth,prediction,p_a\nx,a,a,y\n", "\"y\""),
  ]) func whatDoesNotFitIsNamed(text: String, part: String) {
    #expect {
      try read(text)
    } throws: {
      "\($0)".contains(part) && "\($0)".contains("p.csv")
    }
  }

  @Test func anEmptyTableAndEmptyProbabilitiesAreFine() throws {
    #expect(try read("id,truth,prediction,p_a,p_b\n").ids.isEmpty)
    let rows = try read("id,truth,prediction,p_a,p_b\nx,a,b,,\n")
    #expect(rows.questions[0].probabilities[0].allSatisfy { $0.isNaN })
    #expect(rows.surprises[0].isFinite)
  }
}
