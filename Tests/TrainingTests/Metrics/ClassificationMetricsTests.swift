import Testing
import Training

/// Scores of one label a sample, against hand-worked tables and scikit-learn's conventions (zero_division=0).
struct ClassificationMetricsTests {
  private func metrics(
    classes: Int = 3, _ change: (inout MetricOptions) -> Void = { _ in }
  ) throws -> MetricCollection {
    var options = MetricOptions()
    change(&options)
    return try MetricPlan(
      options, task: .classification(classes: (0..<classes).map { "class \($0)" })
    ).collection(for: .train)
  }

  private func logits(_ predictions: [Int], classes: Int = 3) -> [Float] {
    predictions.flatMap { prediction in (0..<classes).map { $0 == prediction ? 1 : 0 } }
  }

  // truth 0 0 1 1 1 2, prediction 0 1 1 1 2 2:
  // class 0: tp 1 fp 0 fn 1; class 1: tp 2 fp 1 fn 1; class 2: tp 1 fp 1 fn 0.
  @Test func scoresOfAHandWorkedTable() throws {
    var metrics = try metrics()
    metrics.add(logits: logits([0, 1, 1, 1, 2, 2]), labels: [0, 0, 1, 1, 1, 2], targets: [])
    let expected: [(String, Double)] = [
      ("accuracy", 4.0 / 6), ("precision_macro", (1 + 2.0 / 3 + 0.5) / 3),
      ("recall_macro", (0.5 + 2.0 / 3 + 1) / 3), ("f1_macro", 2.0 / 3), ("f1_weighted", 2.0 / 3),
      ("f1_class_1", 2.0 / 3),
    ]
    for (name, value) in expected {
      let found = try #require(metrics.values[name])
      #expect(found.isNear(value), "\(name)")
    }
  }

  @Test func aClassThatDoesNotOccurTakesPartInNoAverage() throws {
    var metrics = try metrics()
    metrics.add(logits: logits([0, 1]), labels: [0, 1], targets: [])
    #expect(metrics.values["f1_macro"] == 1)
    #expect(metrics.values["f1_class_2"] == nil)
  }

  @Test func aClassThatIsOnlyPredictedCountsAsZero() throws {
    var metrics = try metrics()
    metrics.add(logits: logits([0, 2]), labels: [0, 0], targets: [])
    // F1 of class 0 is 2/3, of class 2 is 0.
    #expect(metrics.values["f1_macro"] == 1.0 / 3)
  }

  @Test func averagesAreOverTheEpochNotOverBatches() throws {
    var metrics = try metrics()
    metrics.add(logits: logits([0]), labels: [0], targets: [])
    metrics.add(logits: logits([1, 1, 1]), labels: [0, 0, 1], targets: [])
    #expect(metrics.values["accuracy"] == 0.5)
  }

  @Test func microAveragesOfSingleLabelsEqualAccuracy() throws {
    var metrics = try metrics { $0.average = .micro }
    metrics.add(logits: logits([0, 1, 1, 2]), labels: [0, 1, 2, 0], targets: [])
    #expect(metrics.values["precision_micro"] == metrics.values["accuracy"])
    #expect(metrics.values["f1_micro"] == metrics.values["accuracy"])
  }

  @Test func topFiveLooksAtTheFiveBest() throws {
    var metrics = try metrics(classes: 7) { $0.requests = [MetricRequest("top5_accuracy")] }
    let row: [Float] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    metrics.add(logits: row + row, labels: [2, 1], targets: [])
    #expect(metrics.values["top5_accuracy"] == 0.5)
  }

  @Test func nothingCountedIsUndefined() throws {
    let values = try metrics().values
    #expect(values["accuracy"] == nil)
    #expect(values["f1_macro"] == nil)
  }
}

extension Double {
  /// Whether two results of the same formula agree but for rounding.
  fileprivate func isNear(_ other: Double) -> Bool {
    abs(self - other) < 1e-12
  }
}
